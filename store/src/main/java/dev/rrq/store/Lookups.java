package dev.rrq.store;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBConnection;

/** Runs small queries, each prepared once. */
final class Lookups implements AutoCloseable {

  private final DuckDBConnection connection;
  private final Path file;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Lookups(DuckDBConnection connection, Path file) {
    this.connection = connection;
    this.file = file;
  }

  /** Lookups on a connection of their own. */
  Lookups fork() {
    try {
      return new Lookups(connection.duplicate(), file);
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** The rows of a query, each made into a value. */
  synchronized <T> List<T> list(String sql, RowReader<T> reader, Object... parameters) {
    try {
      PreparedStatement statement = prepared.get(sql);
      if (statement == null) {
        statement = connection.prepareStatement(sql);
        prepared.put(sql, statement);
      }
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<T> values = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          values.add(reader.read(rows));
        }
      }
      return values;
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      for (PreparedStatement statement : prepared.values()) {
        statement.close();
      }
      connection.close();
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** Makes a value of the current row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
