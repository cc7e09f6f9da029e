package dev.rrq.store.parquet;

import java.util.function.LongConsumer;

/** The values of one column in one row group. */
public final class ColumnValues {

  /** The values that are not NULL. */
  final long[] values;

  /** For each row, 1 where there is a value and 0 for NULL; kept only once there is a NULL. */
  final long[] levels;

  private LongConsumer distinct = value -> {};
  private int rows;
  private int count;

  /** Makes room for this many rows. */
  public ColumnValues(int capacity) {
    values = new long[capacity];
    levels = new long[capacity];
  }

  /** Adds a value; a boolean is 0 or 1. */
  public void add(long value) {
    levels[rows++] = 1;
    values[count++] = value;
  }

  /** Adds a NULL. */
  public void addNull() {
    levels[rows++] = 0;
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
  public void clear() {
    rows = 0;
    count = 0;
  }

  /** How many rows there are. */
  public int rows() {
    return rows;
  }

  /** How many of them are not NULL. */
  int count() {
    return count;
  }
}
