package dev.rrq.store;

import dev.rrq.store.parquet.ColumnValues;
import dev.rrq.store.parquet.ParquetColumn;
import dev.rrq.store.parquet.ParquetColumn.Encoding;
import dev.rrq.store.parquet.ParquetWriter;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Collects calls and writes them as Parquet files, each sorted by (entry, t), so that the calls of
 * one function lie together. Used by one thread.
 */
final class CallFiles implements AutoCloseable {

  private static final int ROWS_PER_FILE = 1 << 21;
  private static final int ROW_GROUP_ROWS = 61_440;
  private static final int COMPRESSION_LEVEL = 3;

  private static final Map<String, Encoding> ENCODINGS =
      Map.of(
          "entry", Encoding.DICTIONARY,
          "t", Encoding.DELTA,
          "ending", Encoding.DICTIONARY);

  private final Layout layout;
  private final Catalogue catalogue;
  private final RadixSort order = new RadixSort();
  private final ParquetWriter writer =
      new ParquetWriter(
          Schema.CALL_ROWS.columns().stream().map(CallFiles::column).toList(),
          ROW_GROUP_ROWS,
          COMPRESSION_LEVEL);
  private final ColumnValues entry = values("entry");
  private final ColumnValues t = values("t");
  private final ColumnValues duration = values("duration");
  private final ColumnValues context = values("context");
  private final ColumnValues ending = values("ending");
  private final ColumnValues[] arguments =
      IntStream.range(0, FlowRecord.Call.ARGUMENT_COUNT)
          .mapToObj(i -> values("arg" + i))
          .toArray(ColumnValues[]::new);
  private final ByteBuffer collected =
      ByteBuffer.allocateDirect(ROWS_PER_FILE * FlowRecord.Call.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN);
  private int nextId;

  CallFiles(Layout layout, Catalogue catalogue) {
    this.layout = layout;
    this.catalogue = catalogue;
    try {
      Files.createDirectories(layout.calls());
    } catch (IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }

  private static ParquetColumn column(Column column) {
    return new ParquetColumn(
        column.name(),
        column.type() == SqlType.BIGINT ? ParquetColumn.Type.INT64 : ParquetColumn.Type.INT32,
        column.nullable(),
        ENCODINGS.getOrDefault(column.name(), Encoding.PLAIN));
  }

  /** Takes whole records; writes a file when enough have come together. */
  void append(ByteBuffer records) {
    while (records.hasRemaining()) {
      int count = Math.min(records.remaining(), collected.remaining());
      collected.put(records.slice(records.position(), count));
      records.position(records.position() + count);
      if (!collected.hasRemaining()) {
        flush();
      }
    }
  }

  /** Writes what has been collected. */
  void flush() {
    int rows = collected.position() / FlowRecord.Call.BYTES;
    if (rows == 0) {
      return;
    }
    sort(rows);
    String name = Layout.callFile(nextId);
    Path file = layout.index().resolve(name);
    int[] position = new int[1];
    try {
      long bytes =
          writer.write(
              file,
              limit -> {
                int to = Math.min(rows, position[0] + limit);
                while (position[0] < to) {
                  put(order.rowAt(position[0]++));
                }
              });
      catalogue.update("INSERT INTO call_files VALUES (?, ?, ?, ?)", nextId, name, rows, bytes);
    } catch (IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
    nextId++;
    collected.clear();
  }

  /** Sorts by time, and then by function without disturbing that. */
  private void sort(int rows) {
    long first = Long.MAX_VALUE;
    LongOpenHashSet entries = new LongOpenHashSet();
    for (int row = 0; row < rows; row++) {
      first = Math.min(first, longAt(row, FlowRecord.Call.T));
      entries.add(longAt(row, FlowRecord.Call.FUNCTION));
    }
    long[] sorted = entries.toLongArray();
    Arrays.sort(sorted);
    Long2IntOpenHashMap ranks = new Long2IntOpenHashMap(sorted.length);
    for (int rank = 0; rank < sorted.length; rank++) {
      ranks.put(sorted[rank], rank);
    }
    long from = first;
    order.start(rows);
    order.sortBy(row -> longAt(row, FlowRecord.Call.T) - from);
    order.sortBy(row -> ranks.get(longAt(row, FlowRecord.Call.FUNCTION)));
  }

  private void put(int row) {
    long entryTime = longAt(row, FlowRecord.Call.T);
    int at = row * FlowRecord.Call.BYTES;
    entry.add(longAt(row, FlowRecord.Call.FUNCTION));
    t.add(entryTime);
    duration.add(longAt(row, FlowRecord.Call.T_END) - entryTime);
    context.add(collected.getInt(at + FlowRecord.Call.CONTEXT));
    ending.add(collected.get(at + FlowRecord.Call.ENDING));
    int known = collected.get(at + FlowRecord.Call.KNOWN);
    for (int i = 0; i < arguments.length; i++) {
      if ((known & (1 << i)) != 0) {
        arguments[i].add(longAt(row, FlowRecord.Call.ARGUMENTS + i * Long.BYTES));
      } else {
        arguments[i].addNull();
      }
    }
  }

  private ColumnValues values(String column) {
    return writer.values(Schema.CALL_ROWS.ordinal(column));
  }

  private long longAt(int row, int field) {
    return collected.getLong(row * FlowRecord.Call.BYTES + field);
  }

  @Override
  public void close() {
    writer.close();
  }
}
