package dev.rrq.store;

/** What a column's numbers count. */
public enum Unit {
  /** No unit: a name, a flag, an ordinal. */
  NONE("-"),
  /** Guest instructions retired since the recording began. */
  ICOUNT("icount"),
  /** A guest virtual address, as raw bits. */
  VIRTUAL_ADDRESS("virtual address"),
  /** A guest physical address, as raw bits. */
  PHYSICAL_ADDRESS("physical address"),
  /** An address as the program was linked, before the kernel's load offset is added. */
  LINK_ADDRESS("link-time address"),
  /** Raw bits of memory, zero-extended to 64. */
  RAW_BITS("raw bits"),
  BYTES("bytes"),
  BITS("bits"),
  ROWS("rows");

  private final String text;

  Unit(String text) {
    this.text = text;
  }

  /** How documents name this unit. */
  public String text() {
    return text;
  }
}
