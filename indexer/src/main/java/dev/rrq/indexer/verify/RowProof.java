package dev.rrq.indexer.verify;

/**
 * What a replay says of one row.
 *
 * @param row the row
 * @param pc where the replay stood at its time
 * @param before the bytes that memory held then
 * @param after the bytes one instruction later
 */
public record RowProof(Row row, long pc, long before, long after) {

  private static final long LOW = 1L << 32;

  /**
   * A row of the writes.
   *
   * @param old raw bits
   * @param value raw bits after the write
   */
  public record Row(long t, long pc, long paddr, int size, long old, long value) {}

  /** Whether memory changed as the row says, by the instruction that it names. */
  public boolean holds() {
    // Before 64-bit mode the stub tells an offset in a segment, not an address.
    boolean segmented = row.pc() >= 0 && row.pc() < LOW && pc >= 0 && pc < LOW;
    return before == row.old() && after == row.value() && (pc == row.pc() || segmented);
  }

  @Override
  public String toString() {
    return "at %d: pc 0x%x, replayed 0x%x; %d bytes at physical 0x%x: 0x%x to 0x%x, replayed 0x%x to 0x%x"
        .formatted(
            row.t(), row.pc(), pc, row.size(), row.paddr(), row.old(), row.value(), before, after);
  }
}
