package dev.rrq.store;

/**
 * Knows the last values stored in one line of memory, by address and size, to leave out an old
 * value that a reader can tell from the row before.
 */
final class OldValues {

  /** Sizes that a row may have: 1, 2, 4 and 8. */
  private static final int SIZES = 4;

  private static final int LINE_MASK = Segment.LINE_BYTES - 1;

  private final long[] last = new long[Segment.LINE_BYTES * SIZES];

  /** For each value, the visit of a line in which it was noted: one number forgets them all. */
  private final int[] visits = new int[Segment.LINE_BYTES * SIZES];

  private int visit = 1;
  private long line = -1;

  /** Forgets all, at the start of a file. */
  void reset() {
    visit++;
    line = -1;
  }

  /**
   * Notes a row; rows come in the order of the file.
   *
   * @return whether its old value is the new one of the previous row of the same address and size
   */
  boolean follows(long paddr, int size, long old, long value) {
    if (paddr >>> Segment.LINE_BITS != line) {
      line = paddr >>> Segment.LINE_BITS;
      visit++;
    }
    int slot = (int) (paddr & LINE_MASK) * SIZES + Integer.numberOfTrailingZeros(size);
    boolean follows = visits[slot] == visit && last[slot] == old;
    visits[slot] = visit;
    last[slot] = value;
    return follows;
  }
}
