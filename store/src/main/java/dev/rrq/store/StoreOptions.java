package dev.rrq.store;

/**
 * How a store is laid out. Tests take smaller sizes than {@link #standard}.
 *
 * @param segmentRows rows that are sorted together, up to 2^24; they take some 150 bytes each
 * @param fileRows rows of a Parquet file
 * @param rowGroupRows rows of a Parquet row group
 */
public record StoreOptions(int segmentRows, int fileRows, int rowGroupRows) {

  private static final int MOST_SEGMENT_ROWS = 1 << 24;
  private static final int FEWEST_SEGMENT_ROWS = 1 << 18;

  /** Two records of 64 bytes, in memory outside of the heap, and two keys, on it. */
  private static final long BYTES_PER_ROW = 2 * (64 + 8);

  public StoreOptions {
    if (segmentRows < 1 || segmentRows > MOST_SEGMENT_ROWS || fileRows < 1 || rowGroupRows < 1) {
      throw new IllegalArgumentException(
          "a segment has 1 to 2^24 rows, not " + segmentRows + ", and a file at least one");
    }
  }

  /** The layout of a real trace: the largest segments that this process has memory for. */
  public static StoreOptions standard() {
    return fitting(Runtime.getRuntime().maxMemory());
  }

  /** The layout for a process that may take this many bytes on the heap, and as many outside. */
  static StoreOptions fitting(long memory) {
    int rows = MOST_SEGMENT_ROWS;
    while (rows > FEWEST_SEGMENT_ROWS && rows * BYTES_PER_ROW > memory / 4 * 3) {
      rows /= 2;
    }
    return new StoreOptions(rows, Math.min(rows, 1 << 20), 61_440);
  }
}
