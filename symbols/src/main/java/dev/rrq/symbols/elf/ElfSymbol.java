package dev.rrq.symbols.elf;

/**
 * A row of an ELF symbol table (System V gABI, chapter 4).
 *
 * @param type an {@code STT_} value
 * @param section index of its section, or one of the reserved {@code SHN_} values
 * @param value address as linked
 * @param size in bytes, 0 if unknown
 */
public record ElfSymbol(String name, int type, boolean global, int section, long value, long size) {

  public static final int TYPE_NONE = 0;
  public static final int TYPE_OBJECT = 1;
  public static final int TYPE_FUNCTION = 2;
  public static final int TYPE_SECTION = 3;
  public static final int TYPE_FILE = 4;
  public static final int TYPE_TLS = 6;
  public static final int TYPE_INDIRECT_FUNCTION = 10;

  public static final int SECTION_UNDEFINED = 0;
  public static final int SECTION_ABSOLUTE = 0xfff1;
}
