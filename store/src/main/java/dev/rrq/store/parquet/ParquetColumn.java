package dev.rrq.store.parquet;

/** A column of a Parquet file. */
public record ParquetColumn(String name, Type type, boolean nullable, Encoding encoding) {

  /** The physical types that are supported. */
  public enum Type {
    BOOLEAN(0, 0),
    INT32(1, Integer.BYTES),
    INT64(2, Long.BYTES);

    final int code;
    final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }
  }

  /** How the values of a column are written. */
  public enum Encoding {
    /** As they are. */
    PLAIN(0),
    /** As ids of the distinct values, where these are few, else as they are. */
    DICTIONARY(8),
    /** As differences of neighbours. */
    DELTA(5),
    /** As they are, the first bytes of all values first. */
    BYTE_STREAM_SPLIT(9);

    final int code;

    Encoding(int code) {
      this.code = code;
    }
  }
}
