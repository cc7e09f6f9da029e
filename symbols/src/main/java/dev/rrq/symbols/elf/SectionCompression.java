package dev.rrq.symbols.elf;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Compressed sections: {@code SHF_COMPRESSED} with zlib (gABI), and the older {@code .zdebug_}
 * sections, which begin with {@code ZLIB} and a big-endian size.
 */
final class SectionCompression {

  private static final int HEADER_SIZE = 24;
  private static final int OLD_HEADER_SIZE = 12;
  private static final int TYPE_ZLIB = 1;
  private static final int OLD_MAGIC = 0x42494c5a; // "ZLIB", read as little-endian

  /** Deflate cannot do better than 1032 to 1, so a larger claim is false. */
  private static final long LARGEST_RATIO = 1100;

  private SectionCompression() {}

  static Bytes decompress(ElfFile file, ElfSection section, Bytes stored) {
    try {
      if ((section.flags() & ElfSection.FLAG_COMPRESSED) != 0) {
        if (stored.i32(0) != TYPE_ZLIB) {
          throw new SymbolException(
              Kind.UNSUPPORTED,
              file.path()
                  + ": section "
                  + section.name()
                  + " is compressed in a way that rrq does not read (type "
                  + stored.i32(0)
                  + ")",
              "objcopy --decompress-debug-sections makes a copy that it does",
              null);
        }
        return inflate(file, section, stored, HEADER_SIZE, stored.i64(8));
      }
      if (section.name().startsWith(".zdebug_") && stored.i32(0) == OLD_MAGIC) {
        return inflate(file, section, stored, OLD_HEADER_SIZE, Long.reverseBytes(stored.i64(4)));
      }
      return stored;
    } catch (IndexOutOfBoundsException e) {
      throw file.damaged("section " + section.name() + " is too short for its compression header");
    }
  }

  private static Bytes inflate(
      ElfFile file, ElfSection section, Bytes stored, int header, long size) {
    if (size < 0 || size > Integer.MAX_VALUE || size > stored.size() * LARGEST_RATIO) {
      throw file.damaged("section " + section.name() + " claims " + size + " bytes when inflated");
    }
    Inflater inflater = new Inflater();
    try {
      ByteBuffer out = ByteBuffer.allocateDirect((int) size).order(ByteOrder.LITTLE_ENDIAN);
      inflater.setInput(ByteBuffer.wrap(stored.copy(header, stored.size() - header)));
      while (out.hasRemaining() && inflater.inflate(out) > 0) {
        // until full or out of input
      }
      if (out.hasRemaining()) {
        throw file.damaged("section " + section.name() + " inflates to too few bytes");
      }
      return new Bytes(out);
    } catch (DataFormatException e) {
      throw file.damaged("section " + section.name() + " does not inflate: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }
}
