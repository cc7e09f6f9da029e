package dev.rrq.symbols.elf;

/** The rows of an ELF symbol table, read in place. Row 0 is the undefined symbol. */
public final class ElfSymbolTable {

  static final ElfSymbolTable EMPTY = new ElfSymbolTable(Bytes.EMPTY, Bytes.EMPTY);

  private static final int ROW = 24;

  private final Bytes rows;
  private final Bytes names;

  ElfSymbolTable(Bytes rows, Bytes names) {
    this.rows = rows;
    this.names = names;
  }

  /** Number of rows. */
  public int size() {
    return rows.size() / ROW;
  }

  /** Address as linked. */
  public long value(int row) {
    return rows.i64(row * ROW + 8);
  }

  /** Size in bytes, 0 if unknown. */
  public long sizeOf(int row) {
    return rows.i64(row * ROW + 16);
  }

  /** Its name; empty where the name lies outside the string table. */
  public String name(int row) {
    int offset = rows.i32(row * ROW);
    try {
      return names.cString(offset);
    } catch (IndexOutOfBoundsException e) {
      return "";
    }
  }

  /** An {@code STT_} value. */
  public int type(int row) {
    return rows.u8(row * ROW + 4) & 0xf;
  }

  /** Whether other files may refer to it (global or weak). */
  public boolean isGlobal(int row) {
    return rows.u8(row * ROW + 4) >> 4 != 0;
  }

  /** Index of its section, or a reserved {@code SHN_} value. */
  public int section(int row) {
    return rows.u16(row * ROW + 6);
  }

  /** A whole row. */
  public ElfSymbol symbol(int row) {
    return new ElfSymbol(
        name(row), type(row), isGlobal(row), section(row), value(row), sizeOf(row));
  }
}
