package dev.rrq.store;

/**
 * Knows the last value stored at one address for each size, to leave out an old value that a reader
 * can tell from the row before.
 */
final class OldValues {

  private final long[] last = new long[Long.BYTES + 1];
  private int known;
  private long address = -1;

  /** Forgets all, at the start of a file. */
  void reset() {
    known = 0;
    address = -1;
  }

  /**
   * Notes a row; rows come in the order of the file.
   *
   * @return whether its old value is the new one of the previous row of the same address and size
   */
  boolean follows(long paddr, int size, long old, long value) {
    if (paddr != address) {
      address = paddr;
      known = 0;
    }
    boolean follows = (known & 1 << size) != 0 && last[size] == old;
    known |= 1 << size;
    last[size] = value;
    return follows;
  }
}
