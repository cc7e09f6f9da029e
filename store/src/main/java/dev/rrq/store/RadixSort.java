package dev.rrq.store;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Sorts the numbers of rows by keys: a stable radix sort without comparisons, of words that hold a
 * key and the number of its row. Sorting by a second key keeps the order of the first within it.
 */
final class RadixSort {

  /** The most rows, as a power of two. */
  static final int ROW_BITS = 24;

  /** The largest key, as a power of two. */
  static final int KEY_BITS = Long.SIZE - ROW_BITS;

  private static final int DIGIT_BITS = 11;
  private static final int DIGIT_MASK = (1 << DIGIT_BITS) - 1;

  private long[] keys = new long[0];
  private long[] other = new long[0];
  private int rows;

  /** Starts with this many rows, in their own order. */
  void start(int rowCount) {
    rows = rowCount;
    if (keys.length < rows) {
      keys = new long[rows];
      other = new long[rows];
    }
    for (int row = 0; row < rows; row++) {
      keys[row] = row;
    }
  }

  /** Sorts by a key, which is not negative. */
  void sortBy(IntToLongFunction keyOfRow) {
    for (int i = 0; i < rows; i++) {
      int row = rowAt(i);
      keys[i] = (keyOfRow.applyAsLong(row) << ROW_BITS) | row;
    }
    long varying = varyingBits();
    for (int shift = ROW_BITS; shift < Long.SIZE; shift += DIGIT_BITS) {
      if (((varying >>> shift) & DIGIT_MASK) != 0) {
        pass(shift);
      }
    }
  }

  /** The number of the row that comes at a position of the order. */
  int rowAt(int position) {
    return (int) keys[position] & ((1 << ROW_BITS) - 1);
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
