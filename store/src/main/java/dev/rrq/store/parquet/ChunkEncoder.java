package dev.rrq.store.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.util.Arrays;

/** Turns the values of a column into the bytes of a column chunk: one page, or two. */
final class ChunkEncoder implements AutoCloseable {

  private static final int DATA_PAGE = 0;
  private static final int DICTIONARY_PAGE = 2;
  private static final int RLE = 3;

  private final ZstdCompressCtx compressor = new ZstdCompressCtx();
  private final DeltaEncoder delta = new DeltaEncoder();
  private final LongDictionary dictionary;
  private final long[] ids;
  private final Bytes page = new Bytes();
  private byte[] compressed = new byte[0];

  ChunkEncoder(int rows, int level) {
    // With more distinct values than this, ids and dictionary together save too little.
    dictionary = new LongDictionary(Math.max(1, rows / 4));
    ids = new long[rows];
    compressor.setLevel(level);
  }

  /** Appends the chunk of a column to a row group. */
  ColumnChunk encode(ParquetColumn column, ColumnValues values, Bytes out, long fileOffset) {
    int start = out.length();
    ParquetColumn.Encoding encoding = column.encoding();
    boolean useIds = encoding == ParquetColumn.Encoding.DICTIONARY;
    if (useIds && !dictionary.encode(values.values, values.count(), ids)) {
      encoding = ParquetColumn.Encoding.PLAIN;
      useIds = false;
      values.tellDistinct(values.values, values.count());
    }
    int uncompressed = 0;
    if (useIds) {
      values.tellDistinct(dictionary.values(), dictionary.size());
      page.clear();
      plain(column.type(), dictionary.values(), dictionary.size());
      uncompressed += page(out, DICTIONARY_PAGE, dictionary.size(), ParquetColumn.Encoding.PLAIN);
    }
    int dataStart = out.length();
    page.clear();
    if (column.nullable()) {
      levels(values);
    }
    values(column.type(), encoding, values);
    uncompressed += page(out, DATA_PAGE, values.rows(), encoding);
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < values.count(); i++) {
      min = Math.min(min, values.values[i]);
      max = Math.max(max, values.values[i]);
    }
    return new ColumnChunk(
        column,
        encoding,
        values.rows(),
        useIds ? fileOffset + start : -1,
        fileOffset + dataStart,
        uncompressed,
        out.length() - start,
        values.rows() - values.count(),
        min,
        max);
  }

  private void levels(ColumnValues values) {
    int at = page.length();
    page.putInt(0);
    RunLengthEncoder.encode(values.levels, values.rows(), 1, page);
    page.setInt(at, page.length() - at - Integer.BYTES);
  }

  private void values(
      ParquetColumn.Type type, ParquetColumn.Encoding encoding, ColumnValues values) {
    switch (encoding) {
      case PLAIN -> plain(type, values.values, values.count());
      case DELTA -> delta.encode(values.values, values.count(), page);
      case BYTE_STREAM_SPLIT -> split(type, values.values, values.count());
      case DICTIONARY -> {
        int width = Math.max(1, BitPacking.width(dictionary.size() - 1L));
        page.putByte(width);
        RunLengthEncoder.encode(ids, values.count(), width, page);
      }
    }
  }

  private void plain(ParquetColumn.Type type, long[] values, int count) {
    page.reserve((count + Byte.SIZE) * Long.BYTES);
    switch (type) {
      case INT64 -> {
        for (int i = 0; i < count; i++) {
          page.putLong(values[i]);
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          page.putInt((int) values[i]);
        }
      }
      case BOOLEAN -> {
        int padded = (count + Byte.SIZE - 1) / Byte.SIZE * Byte.SIZE;
        BitPacking.pack(Arrays.copyOf(values, padded), 0, padded, 0, 1, page);
      }
    }
  }

  private void split(ParquetColumn.Type type, long[] values, int count) {
    page.reserve(count * type.bytes);
    for (int shift = 0; shift < type.bytes * Byte.SIZE; shift += Byte.SIZE) {
      for (int i = 0; i < count; i++) {
        page.putByte((int) (values[i] >>> shift));
      }
    }
  }

  /** Compresses the page and appends it with its header. */
  private int page(Bytes out, int kind, int count, ParquetColumn.Encoding encoding) {
    int bound = (int) Zstd.compressBound(page.length());
    if (compressed.length < bound) {
      compressed = new byte[bound];
    }
    int size = compressor.compressByteArray(compressed, 0, bound, page.array(), 0, page.length());
    int start = out.length();
    ThriftWriter header = new ThriftWriter(out);
    header.enter();
    header.i32(1, kind);
    header.i32(2, page.length());
    header.i32(3, size);
    header.startStruct(kind == DATA_PAGE ? 5 : 7);
    header.i32(1, count);
    header.i32(2, encoding.code);
    if (kind == DATA_PAGE) {
      header.i32(3, RLE);
      header.i32(4, RLE);
    }
    header.endStruct();
    header.endStruct();
    int headerSize = out.length() - start;
    out.putBytes(compressed, size);
    return headerSize + page.length();
  }

  @Override
  public void close() {
    compressor.close();
  }
}
