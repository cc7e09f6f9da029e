package dev.rrq.symbols.elf;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/**
 * Does for a file that is not linked what a linker would: gives its sections addresses, and its
 * symbols and debug information with them.
 *
 * @see <a href="https://gitlab.com/x86-psABIs/x86-64-ABI">System V ABI, AMD64 supplement, 4.4</a>
 */
final class Relocation {

  private static final int ROW = 24;
  private static final int SYMBOL_ROW = 24;
  private static final int NONE = 0;
  private static final int WORD_64 = 1;
  private static final int WORD_32 = 10;
  private static final int WORD_32_SIGNED = 11;
  private static final int FIRST_RESERVED_SECTION = 0xff00;

  private final ElfFile file;

  Relocation(ElfFile file) {
    this.file = file;
  }

  /** The same sections, those that are loaded at addresses of their own. */
  static List<ElfSection> layOut(List<ElfSection> sections) {
    return sections.stream()
        .map(s -> s.isAllocated() ? s.at(ElfFile.sectionBase(s.index())) : s)
        .toList();
  }

  /** The rows of the symbol table with addresses for values. */
  Bytes place(Bytes rows) {
    ByteBuffer placed = copy(rows);
    for (int at = 0; at + SYMBOL_ROW <= rows.size(); at += SYMBOL_ROW) {
      placed.putLong(at + 8, rows.i64(at + 8) + base(rows.u16(at + 6)));
    }
    return new Bytes(placed);
  }

  private long base(int section) {
    return section > 0 && section < FIRST_RESERVED_SECTION && section < file.sections().size()
        ? file.sections().get(section).address()
        : 0;
  }

  /** The content of a section, relocated if it holds debug information. */
  Bytes apply(ElfSection section, Bytes content) {
    Optional<ElfSection> rows =
        section.name().startsWith(".debug_")
            ? file.section(".rela" + section.name())
                .filter(found -> found.type() == ElfSection.TYPE_RELA)
            : Optional.empty();
    return rows.map(found -> apply(section, content, found)).orElse(content);
  }

  private Bytes apply(ElfSection section, Bytes content, ElfSection relocations) {
    Bytes rows = file.content(relocations);
    ElfSymbolTable symbols = file.symbols();
    ByteBuffer relocated = copy(content);
    try {
      for (int at = 0; at + ROW <= rows.size(); at += ROW) {
        int offset = Math.toIntExact(rows.i64(at));
        int symbol = rows.i32(at + 12);
        long value = rows.i64(at + 16) + (symbol == 0 ? 0 : symbols.value(symbol));
        switch (rows.i32(at + 8)) {
          case NONE -> {}
          case WORD_64 -> relocated.putLong(offset, value);
          case WORD_32, WORD_32_SIGNED -> relocated.putInt(offset, (int) value);
          default -> throw unknown(section, rows.i32(at + 8));
        }
      }
    } catch (IndexOutOfBoundsException | ArithmeticException e) {
      throw file.damaged("a relocation of section " + section.name() + " lies outside of it");
    }
    return new Bytes(relocated);
  }

  private SymbolException unknown(ElfSection section, int type) {
    return new SymbolException(
        Kind.UNSUPPORTED,
        "%s: section %s has relocations of type %d, which rrq does not apply"
            .formatted(file.path(), section.name(), type));
  }

  private static ByteBuffer copy(Bytes bytes) {
    return ByteBuffer.wrap(bytes.copy(0, bytes.size())).order(ByteOrder.LITTLE_ENDIAN);
  }
}
