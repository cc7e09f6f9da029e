package dev.rrq.symbols.elf;

/**
 * A row of the section header table (System V gABI, chapter 4).
 *
 * @param index position in the table
 * @param type an {@code SHT_} value
 * @param flags {@code SHF_} bits
 * @param address as linked, 0 where it is not loaded (or is the per-CPU section of x86-64)
 * @param offset of its content in the file
 * @param size in bytes, as stored
 * @param link index of a section that this one refers to
 * @param entrySize bytes of a row where it is a table, or 0
 */
public record ElfSection(
    int index,
    String name,
    int type,
    long flags,
    long address,
    long offset,
    long size,
    int link,
    long entrySize) {

  static final int TYPE_SYMTAB = 2;
  static final int TYPE_RELA = 4;
  static final int TYPE_NOTE = 7;
  static final int TYPE_NOBITS = 8;
  static final int TYPE_DYNSYM = 11;

  static final int FLAG_COMPRESSED = 0x800;

  private static final int FLAG_ALLOC = 2;
  private static final int FLAG_EXECUTE = 4;
  private static final int FLAG_TLS = 0x400;

  /** Whether it occupies memory of the running program at its {@link #address()}. */
  public boolean isAllocated() {
    return (flags & FLAG_ALLOC) != 0 && (flags & FLAG_TLS) == 0;
  }

  /** Whether it holds instructions. */
  public boolean isExecutable() {
    return isAllocated() && (flags & FLAG_EXECUTE) != 0;
  }

  /** Whether it has no bytes in the file, only zeroes in memory. */
  public boolean isZeroFill() {
    return type == TYPE_NOBITS;
  }

  ElfSection at(long begin) {
    return new ElfSection(index, name, type, flags, begin, offset, size, link, entrySize);
  }

  /** Whether an address as linked lies in it. */
  public boolean contains(long at) {
    return isAllocated() && Long.compareUnsigned(at - address, size) < 0;
  }
}
