package dev.rrq.symbols.elf;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An ELF file for x86-64: its headers are read on opening, the content of a section is mapped when
 * it is asked for, so that files beyond 2 GiB can be read (one section may not be).
 *
 * <p>One that is not linked, such as a kernel module, is read as if it were: each section that is
 * loaded begins at {@link #sectionBase}, its symbols lie there, and debug information refers to
 * them.
 */
public final class ElfFile implements AutoCloseable {

  private static final int HEADER_SIZE = 64;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int MACHINE_X86_64 = 62;
  private static final int PROGRAM_LOAD = 1;
  private static final int EXTENDED_INDEX = 0xffff;
  private static final int NOTE_BUILD_ID = 3;
  private static final int BASE_SHIFT = 32;

  /** What the file is for (the {@code e_type} field). */
  public enum Type {
    RELOCATABLE,
    EXECUTABLE,
    SHARED,
    OTHER
  }

  private final Path path;
  private final FileChannel channel;
  private final long fileSize;
  private final Type type;
  private final long entry;
  private final List<ElfSection> sections;
  private final List<ElfSegment> segments;

  private ElfFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.fileSize = channel.size();
    ByteBuffer header = header();
    this.type = type(header.getShort(16));
    this.entry = header.getLong(24);
    List<ElfSection> stored = readSections(header);
    this.sections = type == Type.RELOCATABLE ? Relocation.layOut(stored) : stored;
    this.segments = readSegments(header);
  }

  /**
   * Opens a file and reads its headers.
   *
   * @throws SymbolException if it cannot be read, is no ELF file for x86-64, or is truncated
   */
  public static ElfFile open(Path path) {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
      ElfFile file = new ElfFile(path, channel);
      channel = null;
      return file;
    } catch (NoSuchFileException e) {
      throw new SymbolException(Kind.UNREADABLE, path + " does not exist", null, e);
    } catch (IOException e) {
      throw unreadable(path, e);
    } finally {
      closeQuietly(channel);
    }
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // the failure that led here is the one to report
      }
    }
  }

  private static SymbolException unreadable(Path path, IOException e) {
    return new SymbolException(
        Kind.UNREADABLE, path + " cannot be read: " + e.getMessage(), null, e);
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

  private static Type type(short value) {
    return switch (value) {
      case 1 -> Type.RELOCATABLE;
      case 2 -> Type.EXECUTABLE;
      case 3 -> Type.SHARED;
      default -> Type.OTHER;
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

  /** The file. */
  public Path path() {
    return path;
  }

  /** What the file is for. */
  public Type type() {
    return type;
  }

  /** The address at which the program starts; a physical one in a Linux kernel. */
  public long entry() {
    return entry;
  }

  /** All sections, in the table's order. */
  public List<ElfSection> sections() {
    return sections;
  }

  /** What is loaded into memory. */
  public List<ElfSegment> segments() {
    return segments;
  }

  /** Where the section of an index begins in a file that is not linked; no two come near. */
  public static long sectionBase(int index) {
    return (index + 1L) << BASE_SHIFT;
  }

  /** The section of an address of a file that is not linked, as {@link #sectionBase} gave it. */
  public static int sectionIndex(long address) {
    return (int) (address >>> BASE_SHIFT) - 1;
  }

  /** The first section of a name. */
  public Optional<ElfSection> section(String name) {
    return sections.stream().filter(section -> section.name().equals(name)).findFirst();
  }

  /** The section in which an address as linked lies. */
  public Optional<ElfSection> sectionAt(long address) {
    return sections.stream().filter(section -> section.contains(address)).findFirst();
  }

  /**
   * The content of a section, decompressed where it was compressed, and empty where it occupies
   * memory only. Stays valid after {@link #close()}.
   *
   * @throws SymbolException if it lies outside the file, or is compressed in an unknown way
   */
  public Bytes content(ElfSection section) {
    if (section.isZeroFill() || section.size() == 0) {
      return Bytes.EMPTY;
    }
    Bytes stored = new Bytes(map(section.offset(), section.size(), "section " + section.name()));
    Bytes content = SectionCompression.decompress(this, section, stored);
    return type == Type.RELOCATABLE ? new Relocation(this).apply(section, content) : content;
  }

  /** The content of a section by name, also under its {@code .zdebug_} name; empty if absent. */
  public Bytes content(String name) {
    return section(name)
        .or(() -> section(name.replace(".debug_", ".zdebug_")))
        .map(this::content)
        .orElse(Bytes.EMPTY);
  }

  /** The GNU build id, in lower-case hexadecimal: the same for a kernel image and its vmlinux. */
  public Optional<String> buildId() {
    for (ElfSection section : sections) {
      if (section.type() == ElfSection.TYPE_NOTE) {
        Optional<byte[]> id = note(content(section), "GNU", NOTE_BUILD_ID);
        if (id.isPresent()) {
          return id.map(HexFormat.of()::formatHex);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> note(Bytes notes, String owner, int type) {
    long at = 0;
    while (at + 12 <= notes.size()) {
      long nameSize = notes.u32((int) at);
      long descriptionSize = notes.u32((int) at + 4);
      long name = at + 12;
      long description = name + align4(nameSize);
      if (description + descriptionSize > notes.size()) {
        return Optional.empty();
      }
      if (notes.i32((int) at + 8) == type
          && nameSize == owner.length() + 1
          && notes.cString((int) name).equals(owner)) {
        return Optional.of(notes.copy((int) description, (int) descriptionSize));
      }
      at = description + align4(descriptionSize);
    }
    return Optional.empty();
  }

  private static long align4(long size) {
    return (size + 3) & ~3L;
  }

  /** The symbols of {@code .symtab}, else of {@code .dynsym}; empty where there is neither. */
  public ElfSymbolTable symbols() {
    return table(ElfSection.TYPE_SYMTAB)
        .or(() -> table(ElfSection.TYPE_DYNSYM))
        .orElse(ElfSymbolTable.EMPTY);
  }

  private Optional<ElfSymbolTable> table(int wanted) {
    for (ElfSection section : sections) {
      if (section.type() == wanted && section.size() > 0) {
        if (section.link() <= 0 || section.link() >= sections.size()) {
          throw damaged("symbol names in section " + section.link() + ", which does not exist");
        }
        Bytes names = content(sections.get(section.link()));
        Bytes rows = content(section);
        return Optional.of(
            new ElfSymbolTable(
                type == Type.RELOCATABLE ? new Relocation(this).place(rows) : rows, names));
      }
    }
    return Optional.empty();
  }

  private ByteBuffer map(long offset, long size, String what) {
    if (offset < 0 || size < 0 || offset > fileSize || size > fileSize - offset) {
      throw damaged(
          what
              + " of "
              + Long.toUnsignedString(size)
              + " bytes at "
              + Long.toUnsignedString(offset)
              + " lies outside the file of "
              + fileSize
              + " bytes: is it truncated?");
    }
    if (size > Integer.MAX_VALUE) {
      throw new SymbolException(
          Kind.UNSUPPORTED, path + ": " + what + " is larger than 2 GiB, which rrq does not read");
    }
    try {
      return channel.map(MapMode.READ_ONLY, offset, size);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
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

  /** A failure that names this file. */
  SymbolException damaged(String detail) {
    return new SymbolException(Kind.DAMAGED, path + " is damaged: " + detail);
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    closeQuietly(channel);
  }
}
