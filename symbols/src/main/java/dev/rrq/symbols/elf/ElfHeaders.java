package dev.rrq.symbols.elf;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The headers of an ELF file: what it is for, its sections and its segments, as stored. */
final class ElfHeaders {

  private static final int HEADER_SIZE = 64;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int MACHINE_X86_64 = 62;
  private static final int PROGRAM_LOAD = 1;
  private static final int EXTENDED_INDEX = 0xffff;

  private final Path path;
  private final FileChannel channel;
  private final long fileSize;
  private final ElfFile.Type type;
  private final long entry;
  private final List<ElfSection> sections;
  private final List<ElfSegment> segments;

  /**
   * Reads them.
   *
   * @throws SymbolException if the file is no ELF file for x86-64, or is truncated
   */
  ElfHeaders(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.fileSize = channel.size();
    ByteBuffer header = header();
    this.type = type(header.getShort(16));
    this.entry = header.getLong(24);
    this.sections = readSections(header);
    this.segments = readSegments(header);
  }

  /** The size of the file in bytes. */
  long fileSize() {
    return fileSize;
  }

  ElfFile.Type type() {
    return type;
  }

  long entry() {
    return entry;
  }

  List<ElfSection> sections() {
    return sections;
  }

  List<ElfSegment> segments() {
    return segments;
  }

  /** A failure that names the file. */
  SymbolException damaged(String detail) {
    return new SymbolException(Kind.DAMAGED, path + " is damaged: " + detail);
  }

  private ByteBuffer header() throws IOException {
    if (fileSize < 4 || read(0, 4).order(ByteOrder.BIG_ENDIAN).getInt(0) != 0x7f454c46) {
      throw new SymbolException(
          Kind.WRONG_FILE,
          path + " is not an ELF file",
          "give the uncompressed vmlinux with debug information, not a vmlinuz or bzImage",
          null);
    }
    ByteBuffer header = read(0, HEADER_SIZE);
    if (header.get(4) != 2 || header.get(5) != 1 || header.getShort(18) != MACHINE_X86_64) {
      throw new SymbolException(
          Kind.WRONG_FILE, path + " is an ELF file, but not for x86-64 (64 bits)");
    }
    return header;
  }

  private static ElfFile.Type type(short value) {
    return switch (value) {
      case 1 -> ElfFile.Type.RELOCATABLE;
      case 2 -> ElfFile.Type.EXECUTABLE;
      case 3 -> ElfFile.Type.SHARED;
      default -> ElfFile.Type.OTHER;
    };
  }

  private List<ElfSection> readSections(ByteBuffer header) throws IOException {
    long offset = header.getLong(40);
    if (offset == 0) {
      return List.of();
    }
    int entrySize = header.getShort(58) & 0xffff;
    if (entrySize < SECTION_HEADER_SIZE) {
      throw damaged("section headers of " + entrySize + " bytes");
    }
    ByteBuffer first = read(offset, SECTION_HEADER_SIZE);
    long count = header.getShort(60) & 0xffff;
    if (count == 0) {
      count = first.getLong(32);
    }
    long names = header.getShort(62) & 0xffff;
    if (names == EXTENDED_INDEX) {
      names = first.getInt(40) & 0xffff_ffffL;
    }
    if (count > fileSize / entrySize || names >= count) {
      throw damaged("a section table of " + count + " entries with names in " + names);
    }
    ByteBuffer table = read(offset, count * entrySize);
    ElfSection namesHeader = section(table, (int) names, entrySize, "");
    Bytes nameBytes = new Bytes(read(namesHeader.offset(), namesHeader.size()));
    List<ElfSection> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = name(nameBytes, table.getInt(i * entrySize));
      result.add(section(table, i, entrySize, name));
    }
    return List.copyOf(result);
  }

  private static ElfSection section(ByteBuffer table, int index, int entrySize, String name) {
    int at = index * entrySize;
    return new ElfSection(
        index,
        name,
        table.getInt(at + 4),
        table.getLong(at + 8),
        table.getLong(at + 16),
        table.getLong(at + 24),
        table.getLong(at + 32),
        table.getInt(at + 40),
        table.getLong(at + 56));
  }

  private String name(Bytes names, int offset) {
    try {
      return names.cString(offset);
    } catch (IndexOutOfBoundsException e) {
      throw damaged("a name at " + offset + ", outside its string table");
    }
  }

  private List<ElfSegment> readSegments(ByteBuffer header) throws IOException {
    long offset = header.getLong(32);
    int entrySize = header.getShort(54) & 0xffff;
    int count = header.getShort(56) & 0xffff;
    if (offset == 0 || count == 0) {
      return List.of();
    }
    if (entrySize < PROGRAM_HEADER_SIZE) {
      throw damaged("program headers of " + entrySize + " bytes");
    }
    ByteBuffer table = read(offset, (long) count * entrySize);
    List<ElfSegment> result = new ArrayList<>();
    for (int at = 0; at < count * entrySize; at += entrySize) {
      if (table.getInt(at) == PROGRAM_LOAD) {
        int flags = table.getInt(at + 4);
        result.add(
            new ElfSegment(
                table.getLong(at + 16),
                table.getLong(at + 24),
                table.getLong(at + 8),
                table.getLong(at + 32),
                table.getLong(at + 40),
                (flags & 4) != 0,
                (flags & 2) != 0,
                (flags & 1) != 0));
      }
    }
    return List.copyOf(result);
  }

  private ByteBuffer read(long offset, long size) throws IOException {
    if (offset < 0 || size < 0 || size > Integer.MAX_VALUE || size > fileSize - offset) {
      throw damaged("its headers end beyond the file of " + fileSize + " bytes: is it truncated?");
    }
    ByteBuffer buffer = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw damaged("it ends at byte " + (offset + buffer.position()));
      }
    }
    return buffer;
  }
}
