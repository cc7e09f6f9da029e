package dev.rrq.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;

/**
 * Collects calls and writes them as Parquet files, each sorted by (entry, t), so that the calls of
 * one function lie together. Used by one thread.
 */
final class CallFiles implements AutoCloseable {

  private static final int ROWS_PER_FILE = 1 << 22;

  private final Layout layout;
  private final Catalogue catalogue;
  private final DuckDBConnection connection = DuckDb.inMemory();
  private final CallRowsFunction function = new CallRowsFunction();
  private final ByteBuffer collected =
      ByteBuffer.allocateDirect(ROWS_PER_FILE * FlowRecord.Call.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN);
  private int nextId;

  CallFiles(Layout layout, Catalogue catalogue) {
    this.layout = layout;
    this.catalogue = catalogue;
    try {
      Files.createDirectories(layout.calls());
      DuckDb.execute(connection, "SET threads = 1");
      DuckDBFunctions.tableFunction()
          .withName(CallRowsFunction.NAME)
          .withFunction(function)
          .register(connection);
    } catch (SQLException | IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
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
    String name = Layout.callFile(nextId);
    Path file = layout.index().resolve(name);
    function.select(collected, rows);
    try {
      DuckDb.execute(
          connection,
          "COPY (SELECT * FROM %s() ORDER BY entry, t) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)"
              .formatted(CallRowsFunction.NAME, DuckDb.quote(file)));
      catalogue.update(
          "INSERT INTO call_files VALUES (?, ?, ?, ?)", nextId, name, rows, Files.size(file));
    } catch (SQLException | IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
    nextId++;
    collected.clear();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }
}
