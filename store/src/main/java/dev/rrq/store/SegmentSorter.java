package dev.rrq.store;

import java.util.Arrays;

/**
 * Sorts the records of a segment by line of memory; records of one line keep their order of
 * arrival, which is that of time. A stable radix sort of keys that carry the record's number: 128
 * MiB and two buffers of it for the largest segment, and no comparison.
 */
final class SegmentSorter {

  private static final int ROW_BITS = 24;
  private static final int DIGIT_BITS = 11;
  private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

  private long[] keys = new long[0];
  private long[] other = new long[0];
  private int rows;

  /** Sets the key of record {@code row}; each row must be set before {@link #sort}. */
  void set(int row, long line) {
    keys[row] = line << ROW_BITS | row;
  }

  /** Makes room for the keys of this many records. */
  void start(int rowCount) {
    rows = rowCount;
    if (keys.length < rows) {
      keys = new long[rows];
      other = new long[rows];
    }
  }

  /** The number of the record that comes at a position of the order. */
  int rowAt(int position) {
    return (int) keys[position] & (1 << ROW_BITS) - 1;
  }

  /** Puts the keys that were set in order. */
  void sort() {
    long varying = varyingBits();
    for (int shift = ROW_BITS; shift < Long.SIZE; shift += DIGIT_BITS) {
      if ((varying >>> shift & DIGIT_MASK) != 0) {
        pass(shift);
      }
    }
  }

  private long varyingBits() {
    long varying = 0;
    for (int i = 1; i < rows; i++) {
      varying |= keys[i] ^ keys[0];
    }
    return varying;
  }

  private void pass(int shift) {
    int[] next = new int[DIGIT_MASK + 2];
    for (int i = 0; i < rows; i++) {
      next[((int) (keys[i] >>> shift) & DIGIT_MASK) + 1]++;
    }
    Arrays.parallelPrefix(next, Integer::sum);
    for (int i = 0; i < rows; i++) {
      long key = keys[i];
      other[next[(int) (key >>> shift) & DIGIT_MASK]++] = key;
    }
    long[] sorted = other;
    other = keys;
    keys = sorted;
  }
}
