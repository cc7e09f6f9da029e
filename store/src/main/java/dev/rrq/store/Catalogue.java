package dev.rrq.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** Writes the catalogue of an index. Safe for use by several threads. */
final class Catalogue implements AutoCloseable {

  /** The page size of {@link Schema#INITIAL_MEMORY}. */
  static final int PAGE_BYTES = 4096;

  private final Path file;
  private final DuckDBConnection connection;

  private Catalogue(Path file) {
    this.file = file;
    connection = DuckDb.open(file, false);
  }

  /** Opens a catalogue for writing and creates the tables that it lacks. */
  static Catalogue open(Path file) {
    Catalogue catalogue = new Catalogue(file);
    try {
      for (Table table : Schema.catalogueTables()) {
        DuckDb.execute(catalogue.connection, table.ddl());
      }
      catalogue.putMeta(Meta.FORMAT_VERSION, String.valueOf(Schema.VERSION));
      catalogue.putMeta(Meta.COMPLETE, "false");
      catalogue.checkpoint();
      return catalogue;
    } catch (SQLException e) {
      catalogue.close();
      throw DuckDb.failure(file, e);
    } catch (StoreException e) {
      catalogue.close();
      throw e;
    }
  }

  synchronized void putMeta(String key, String value) {
    update("DELETE FROM meta WHERE key = ?", key);
    update("INSERT INTO meta VALUES (?, ?)", key, value);
  }

  /** Extends the stretch of coverage that starts at {@code from}, or adds it. */
  synchronized void putCoverage(long from, long to, boolean initialMemory) {
    update("DELETE FROM coverage WHERE t_from = ?", from);
    if (to > from) {
      update("INSERT INTO coverage VALUES (?, ?, ?)", from, to, initialMemory);
    }
  }

  synchronized void putStat(String name, Severity severity, long value, String doc) {
    update("DELETE FROM stats WHERE name = ?", name);
    update("INSERT INTO stats VALUES (?, ?, ?, ?)", name, severity.text(), value, doc);
  }

  /** Adds segment files and says in the same transaction how far they cover. */
  synchronized void addSegments(
      List<Segment> segments, long coveredFrom, long coveredTo, boolean initialMemory) {
    update("BEGIN TRANSACTION");
    for (Segment s : segments) {
      update(
          "INSERT INTO segments VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
          s.id(),
          s.slice(),
          Layout.segmentFile(s.id()),
          s.tMin(),
          s.tMax(),
          s.paddrMin(),
          s.paddrMax(),
          s.rows(),
          s.bytes());
    }
    putCoverage(coveredFrom, coveredTo, initialMemory);
    update("COMMIT");
    checkpoint();
  }

  /** Adds pages of memory, leaving out those that are zero. */
  synchronized void addMemory(long t, long paddr, ByteBuffer content) {
    byte[] page = new byte[PAGE_BYTES];
    try (DuckDBAppender appender = connection.createAppender(Schema.INITIAL_MEMORY.name())) {
      for (long at = paddr; content.hasRemaining(); at += PAGE_BYTES) {
        content.get(page);
        if (!isZero(page)) {
          appender.beginRow().append(t).append(at).append(page).endRow();
        }
      }
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  private static boolean isZero(byte[] page) {
    return ZERO.equals(ByteBuffer.wrap(page));
  }

  private static final ByteBuffer ZERO = ByteBuffer.allocate(PAGE_BYTES).asReadOnlyBuffer();

  /** The file that it is. */
  Path file() {
    return file;
  }

  /** Runs a statement with parameters. */
  synchronized void update(String sql, @Nullable Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.execute();
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** Runs work that needs the connection itself. */
  synchronized void with(Work work) {
    try {
      work.run(connection);
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** A store that reads what has been written so far. The caller closes it. */
  synchronized TraceStore reader(Layout layout) {
    try {
      return new TraceStore(layout, connection.duplicate());
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** Makes all that was written so far durable. */
  synchronized void checkpoint() {
    update("CHECKPOINT");
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** Something to do with a connection. */
  @FunctionalInterface
  interface Work {
    void run(DuckDBConnection connection) throws SQLException;
  }
}
