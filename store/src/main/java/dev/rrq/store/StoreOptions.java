package dev.rrq.store;

/**
 * How a store is laid out. The defaults are measured; tests take smaller ones.
 *
 * @param segmentRows rows that are sorted together, up to 2^24; two such buffers of {@link
 *     RawRecord#BYTES} bytes a row are held in memory
 * @param fileRows rows of a Parquet file
 * @param rowGroupRows rows of a Parquet row group
 */
public record StoreOptions(int segmentRows, int fileRows, int rowGroupRows) {

  /** The layout of a real trace. */
  public static final StoreOptions DEFAULT = new StoreOptions(1 << 24, 1 << 20, 61_440);

  public StoreOptions {
    if (segmentRows < 1 || segmentRows > 1 << 24 || fileRows < 1 || rowGroupRows < 1) {
      throw new IllegalArgumentException(
          "a segment has 1 to 2^24 rows, not " + segmentRows + ", and a file at least one");
    }
  }
}
