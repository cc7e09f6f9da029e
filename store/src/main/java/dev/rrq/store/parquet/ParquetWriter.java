package dev.rrq.store.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Writes Parquet files of one schema, one after the other; version 1 of the format with zstd.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">the file format</a>
 */
public final class ParquetWriter implements AutoCloseable {

  private final List<ParquetColumn> columns;
  private final List<ColumnValues> values = new ArrayList<>();
  private final ChunkEncoder encoder;
  private final Bytes buffer = new Bytes();
  private final int rowGroupRows;

  /**
   * A writer of files with these columns.
   *
   * @param rowGroupRows rows of each row group but the last of a file
   * @param level zstd's compression level
   */
  public ParquetWriter(List<ParquetColumn> columns, int rowGroupRows, int level) {
    this.columns = List.copyOf(columns);
    this.rowGroupRows = rowGroupRows;
    encoder = new ChunkEncoder(rowGroupRows, level);
    for (int i = 0; i < columns.size(); i++) {
      values.add(new ColumnValues(rowGroupRows, columns.get(i).nullable()));
    }
  }

  /** The values of a column of the row group to come, by its position in the schema. */
  public ColumnValues values(int column) {
    return values.get(column);
  }

  /** Gives the rows of a file: fills {@link #values} with those of one row group. */
  @FunctionalInterface
  public interface RowSource {
    /** Adds at most {@code limit} rows to each column; none at the end. */
    void fill(int limit);
  }

  /**
   * Writes a file of nothing but rows, which must not exist.
   *
   * @return its size in bytes
   */
  public long write(Path file, RowSource source) throws IOException {
    return write(file, source, () -> ByteBuffer.allocate(0));
  }

  /**
   * Writes a file, which must not exist.
   *
   * @param appendix bytes to be put between the last row group and the footer, where readers of
   *     Parquet look only for what the footer names; asked for when all rows are written
   * @return its size in bytes
   */
  public long write(Path file, RowSource source, Supplier<ByteBuffer> appendix) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      List<List<ColumnChunk>> groups = new ArrayList<>();
      buffer.clear();
      buffer.putBytes(ParquetEnd.MAGIC);
      long size = flush(channel);
      while (fill(source)) {
        groups.add(rowGroup(size));
        size += flush(channel);
      }
      size += write(channel, appendix.get());
      footer(groups);
      return size + flush(channel);
    }
  }

  private boolean fill(RowSource source) {
    values.forEach(ColumnValues::clear);
    source.fill(rowGroupRows);
    return values.get(0).rows() > 0;
  }

  private List<ColumnChunk> rowGroup(long fileOffset) {
    List<ColumnChunk> chunks = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      chunks.add(encoder.encode(columns.get(i), values.get(i), buffer, fileOffset));
    }
    return chunks;
  }

  private void footer(List<List<ColumnChunk>> groups) {
    int start = buffer.length();
    ThriftWriter out = new ThriftWriter(buffer);
    out.enter();
    out.i32(1, 1);
    schema(out);
    out.i64(3, groups.stream().mapToLong(g -> g.get(0).rows()).sum());
    out.structs(4, groups.size());
    for (List<ColumnChunk> group : groups) {
      out.enter();
      out.structs(1, group.size());
      group.forEach(chunk -> chunk.write(out));
      out.i64(2, group.stream().mapToLong(ColumnChunk::uncompressed).sum());
      out.i64(3, group.get(0).rows());
      out.endStruct();
    }
    out.string(6, "rrq");
    out.structs(7, columns.size());
    for (int i = 0; i < columns.size(); i++) {
      // Minima and maxima are to be compared as the type says.
      out.enter();
      out.startStruct(1);
      out.endStruct();
      out.endStruct();
    }
    out.endStruct();
    buffer.putInt(buffer.length() - start);
    buffer.putBytes(ParquetEnd.MAGIC);
  }

  private void schema(ThriftWriter out) {
    out.structs(2, columns.size() + 1);
    out.enter();
    out.string(4, "schema");
    out.i32(5, columns.size());
    out.endStruct();
    for (ParquetColumn column : columns) {
      out.enter();
      out.i32(1, column.type().code);
      out.i32(3, column.nullable() ? 1 : 0);
      out.string(4, column.name());
      out.endStruct();
    }
  }

  private long flush(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer.array(), 0, buffer.length());
    int size = write(channel, bytes);
    buffer.clear();
    return size;
  }

  private static int write(FileChannel channel, ByteBuffer bytes) throws IOException {
    int size = bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    return size;
  }

  @Override
  public void close() {
    encoder.close();
  }
}
