package dev.rrq.store.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What the footer of a file says of a column chunk.
 *
 * @param dictionaryOffset where its dictionary page is, -1 if it has none
 */
record ColumnChunk(
    ParquetColumn column,
    ParquetColumn.Encoding encoding,
    int rows,
    long dictionaryOffset,
    long dataOffset,
    long uncompressed,
    long compressed,
    int nulls,
    long min,
    long max) {

  private static final int ZSTD = 6;
  private static final int RLE = 3;

  void write(ThriftWriter out) {
    out.enter();
    out.i64(2, dictionaryOffset >= 0 ? dictionaryOffset : dataOffset);
    out.startStruct(3);
    out.i32(1, column.type().code);
    out.i32s(2, encoding.code, RLE);
    out.strings(3, column.name());
    out.i32(4, ZSTD);
    out.i64(5, rows);
    out.i64(6, uncompressed);
    out.i64(7, compressed);
    out.i64(9, dataOffset);
    if (dictionaryOffset >= 0) {
      out.i64(11, dictionaryOffset);
    }
    out.startStruct(12);
    out.i64(3, nulls);
    if (nulls < rows) {
      out.binary(5, bytes(max));
      out.binary(6, bytes(min));
    }
    out.endStruct();
    out.endStruct();
    out.endStruct();
  }

  private byte[] bytes(long value) {
    if (column.type() == ParquetColumn.Type.BOOLEAN) {
      return new byte[] {(byte) value};
    }
    ByteBuffer bytes = ByteBuffer.allocate(column.type().bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (column.type() == ParquetColumn.Type.INT64) {
      bytes.putLong(value);
    } else {
      bytes.putInt((int) value);
    }
    return bytes.array();
  }
}
