package dev.rrq.symbols.elf;

import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.SymbolException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
  private final ElfHeaders headers;
  private final List<ElfSection> sections;

  private ElfFile(Path path, FileChannel channel) throws IOException {
    this.path = path;
    this.channel = channel;
    this.headers = new ElfHeaders(path, channel);
    List<ElfSection> stored = headers.sections();
    this.sections = type() == Type.RELOCATABLE ? Relocation.layOut(stored) : stored;
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

  /** The file. */
  public Path path() {
    return path;
  }

  /** What the file is for. */
  public Type type() {
    return headers.type();
  }

  /** The address at which the program starts; a physical one in a Linux kernel. */
  public long entry() {
    return headers.entry();
  }

  /** All sections, in the table's order. */
  public List<ElfSection> sections() {
    return sections;
  }

  /** What is loaded into memory. */
  public List<ElfSegment> segments() {
    return headers.segments();
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
    return type() == Type.RELOCATABLE ? new Relocation(this).apply(section, content) : content;
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
                type() == Type.RELOCATABLE ? new Relocation(this).place(rows) : rows, names));
      }
    }
    return Optional.empty();
  }

  private ByteBuffer map(long offset, long size, String what) {
    if (offset < 0
        || size < 0
        || offset > headers.fileSize()
        || size > headers.fileSize() - offset) {
      throw damaged(
          what
              + " of "
              + Long.toUnsignedString(size)
              + " bytes at "
              + Long.toUnsignedString(offset)
              + " lies outside the file of "
              + headers.fileSize()
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

  /** A failure that names this file. */
  SymbolException damaged(String detail) {
    return headers.damaged(detail);
  }

  /** Lets go of the file. */
  @Override
  public void close() {
    closeQuietly(channel);
  }
}
