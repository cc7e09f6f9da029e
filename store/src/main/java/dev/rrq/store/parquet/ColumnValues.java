package dev.rrq.store.parquet;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** The values of one column in one row group. */
public final class ColumnValues {

  /** The values that are not NULL. */
  final long[] values;

  /** For each row, 1 where there is a value and 0 for NULL; empty if no row may be NULL. */
  final long[] levels;

  private LongConsumer distinct = value -> {};
  private int rows;
  private int count;

  ColumnValues(int capacity, boolean nullable) {
    values = new long[capacity];
    levels = new long[nullable ? capacity : 0];
  }

  /** Adds a value; a boolean is 0 or 1. */
  public void add(long value) {
    if (levels.length > 0) {
      levels[rows] = 1;
    }
    rows++;
    values[count++] = value;
  }

  /**
   * Adds every {@code stride}th number of an array.
   *
   * @param from index of the first
   * @param many how many are added
   */
  public void addAll(long[] source, int from, int stride, int many) {
    if (levels.length > 0) {
      Arrays.fill(levels, rows, rows + many, 1);
    }
    int at = from;
    for (int i = count; i < count + many; i++) {
      values[i] = source[at];
      at += stride;
    }
    rows += many;
    count += many;
  }

  /** Adds a NULL to a nullable column. */
  public void addNull() {
    levels[rows++] = 0;
  }

  /** Adds several NULLs to a nullable column. */
  public void addNulls(int many) {
    Arrays.fill(levels, rows, rows + many, 0);
    rows += many;
  }

  /**
   * Asks to be told of each distinct value of a row group, when it is written. Where a column is
   * not written as a dictionary, values come more than once.
   */
  public void onDistinct(LongConsumer consumer) {
    distinct = consumer;
  }

  void tellDistinct(long[] distinctValues, int size) {
    for (int i = 0; i < size; i++) {
      distinct.accept(distinctValues[i]);
    }
  }

  /** Starts another row group. */
  void clear() {
    rows = 0;
    count = 0;
  }

  /** How many rows there are. */
  int rows() {
    return rows;
  }

  /** How many of them are not NULL. */
  int count() {
    return count;
  }
}
