package dev.rrq.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;

/** Writes sorted segments as Parquet files. Not safe for use by two threads at once. */
final class SegmentFiles implements AutoCloseable {

  private final Layout layout;
  private final StoreOptions options;
  private final DuckDBConnection connection = DuckDb.inMemory();
  private final SortedSegment sorted = new SortedSegment();
  private final SegmentRowsFunction function;
  private int nextId;
  private int nextSlice;
  private volatile boolean cancelled;

  SegmentFiles(Layout layout, StoreOptions options, SiteCollector sites) {
    this.layout = layout;
    this.options = options;
    function = new SegmentRowsFunction(sorted, sites);
    try {
      DuckDb.execute(connection, "SET threads = 1");
      DuckDBFunctions.tableFunction()
          .withName(SegmentRowsFunction.NAME)
          .withFunction(function)
          .register(connection);
    } catch (SQLException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }

  /** Writes the files of one segment. */
  List<Segment> write(RecordBuffer records) {
    sorted.load(records);
    List<Segment> files = new ArrayList<>();
    for (int from = 0; from < sorted.rows() && !cancelled; from += options.fileRows()) {
      files.add(writeFile(from, Math.min(sorted.rows(), from + options.fileRows())));
    }
    nextSlice++;
    return files;
  }

  /** The time of the last record of the segment that was written last. */
  long lastT() {
    return sorted.lastT();
  }

  /** Makes a {@link #write} that is under way on another thread end soon. */
  void cancel() {
    cancelled = true;
  }

  private Segment writeFile(int from, int to) {
    Path file = layout.index().resolve(Layout.segmentFile(nextId));
    function.select(from, to);
    String copy =
        "COPY (SELECT * FROM %s()) TO %s (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE %d)"
            .formatted(SegmentRowsFunction.NAME, DuckDb.quote(file), options.rowGroupRows());
    try {
      DuckDb.execute(connection, copy);
      return new Segment(
          nextId++,
          nextSlice,
          file,
          function.tMin(),
          function.tMax(),
          sorted.paddrAt(from),
          function.paddrMax(),
          to - from,
          Files.size(file));
    } catch (SQLException | IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
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
