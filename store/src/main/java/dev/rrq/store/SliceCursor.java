package dev.rrq.store;

import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/** Goes through the rows of a slice of time line by line. */
final class SliceCursor implements AutoCloseable {

  private static final int PAGE = Catalogue.PAGE_BYTES;

  private final DuckDBConnection connection;
  private final Iterator<Segment> files;
  private final String condition;
  private @Nullable DuckDBPreparedStatement statement;
  private @Nullable DuckDBChunkedResult result;
  private final RowBatch batch = new RowBatch();
  private int row;

  /** What the rows of the page before said of the start of the next. */
  private final Overlay crossing = new Overlay(Long.BYTES);

  /**
   * Takes the rows of the slice that count for memory at t.
   *
   * @param connection for this cursor alone, as results are streamed; closed with it
   */
  SliceCursor(DuckDBConnection connection, List<Segment> files, long from, long t) {
    this.connection = connection;
    this.files = files.iterator();
    condition = " WHERE t >= %d AND (t < %d OR (t = %d AND origin <> 0))".formatted(from, t, t);
    crossing.start(0);
  }

  /** Goes to the first row. */
  void start() throws SQLException {
    fill();
  }

  /** The lowest page that is still to be laid, Long.MAX_VALUE at the end. */
  long nextPage() {
    if (!crossing.isEmpty()) {
      return crossing.start();
    }
    return row < batch.rows ? batch.paddrs[row] & -PAGE : Long.MAX_VALUE;
  }

  /** Lays the rows of a page, which is not above {@link #nextPage}. */
  void putPage(Overlay page, long address) throws SQLException {
    page.put(crossing);
    long end = address + PAGE;
    crossing.start(end);
    while (row < batch.rows && batch.paddrs[row] < end) {
      batch.put(row, page);
      batch.put(row, crossing);
      row++;
      if (row == batch.rows) {
        fill();
      }
    }
  }

  /** Reads the next rows, if any. */
  private void fill() throws SQLException {
    long last = batch.rows == 0 ? 0 : batch.paddrs[batch.rows - 1];
    row = 0;
    batch.rows = 0;
    while (batch.rows == 0 && (result != null || files.hasNext())) {
      if (result == null) {
        open(files.next());
      } else if (result.nextChunk()) {
        batch.read(result.chunk());
      } else {
        closeFile();
      }
    }
    if (batch.rows > 0 && batch.paddrs[0] < (last & -Segment.LINE_BYTES)) {
      throw new StoreException.Damaged("the writes of the index are not in order", null);
    }
  }

  private void open(Segment file) throws SQLException {
    statement =
        connection.prepare(
            "SELECT t, seq, paddr, size, \"new\" FROM "
                + WritesSql.stored(List.of(file))
                + condition);
    result = statement.query();
  }

  private void closeFile() throws SQLException {
    if (result != null) {
      result.close();
      result = null;
    }
    if (statement != null) {
      statement.close();
      statement = null;
    }
  }

  @Override
  public void close() {
    try {
      closeFile();
      connection.close();
    } catch (SQLException e) {
      throw new StoreException.Failed("the index cannot be closed: " + e.getMessage(), e);
    }
  }

  /** Some rows, by column. */
  private static final class RowBatch {
    private long[] times = new long[0];
    private int[] sequences = new int[0];
    private long[] paddrs = new long[0];
    private int[] sizes = new int[0];
    private long[] values = new long[0];
    private int rows;

    void read(DuckDBDataChunkReader chunk) {
      rows = (int) chunk.rowCount();
      if (times.length < rows) {
        times = new long[rows];
        sequences = new int[rows];
        paddrs = new long[rows];
        sizes = new int[rows];
        values = new long[rows];
      }
      for (int i = 0; i < rows; i++) {
        times[i] = chunk.vector(0).getLong(i);
        sequences[i] = chunk.vector(1).getInt(i);
        paddrs[i] = chunk.vector(2).getLong(i);
        sizes[i] = chunk.vector(3).getInt(i);
        values[i] = chunk.vector(4).getLong(i);
      }
    }

    void put(int row, Overlay target) {
      target.put(paddrs[row], sizes[row], values[row], times[row], sequences[row]);
    }
  }
}
