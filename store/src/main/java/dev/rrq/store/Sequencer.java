package dev.rrq.store;

/**
 * Numbers the rows of one instant, so that the order of arrival can be had back from (t, seq) alone
 * wherever it matters: a row gets the number of the row before it where it lies wholly above all
 * rows of that number, else the next. Rows of equal (t, seq) thus never overlap, and nearly all
 * rows have 0.
 */
final class Sequencer {

  private long t = Long.MIN_VALUE;
  private long end;
  private int seq;

  /** The number of the next row, in the order of arrival. */
  int next(long rowT, long paddr, int size) {
    if (rowT != t) {
      if (rowT < t) {
        throw new StoreException.BadInput(
            "the engine delivered a write at %d after one at %d".formatted(rowT, t));
      }
      t = rowT;
      seq = 0;
    } else if (paddr < end) {
      seq++;
    }
    end = paddr + size;
    return seq;
  }
}
