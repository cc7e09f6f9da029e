package dev.rrq.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * What is read from a catalogue at its first use, on a connection of its own: who wants something
 * else does not wait for it. Safe for use by several threads.
 */
final class OnDemand<T> {

  private final Reader<T> reader;
  private volatile @Nullable T value;

  OnDemand(Reader<T> reader) {
    this.reader = reader;
  }

  /** Reads it. */
  @FunctionalInterface
  interface Reader<T> {
    T read(DuckDBConnection connection) throws SQLException;
  }

  /** The same each time. */
  T get(DuckDBConnection connection, Path index) {
    T known = value;
    if (known != null) {
      return known;
    }
    synchronized (this) {
      T read = value;
      if (read == null) {
        try (DuckDBConnection own = connection.duplicate()) {
          read = reader.read(own);
        } catch (SQLException e) {
          throw DuckDb.failure(index, e);
        }
        value = read;
      }
      return read;
    }
  }
}
