package dev.rrq.planner.duckdb;

import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The rows of one SQL statement. */
final class DuckDbRows implements RawRows {

  private final DuckDbSessions sessions;
  private final DuckDBConnection connection;
  private final Statement statement;
  private final ResultSet results;
  private boolean closed;

  private DuckDbRows(
      DuckDbSessions sessions,
      DuckDBConnection connection,
      Statement statement,
      ResultSet results) {
    this.sessions = sessions;
    this.connection = connection;
    this.statement = statement;
    this.results = results;
  }

  static DuckDbRows open(DuckDbSessions sessions, String sql) {
    return open(sessions, sql, connection -> {});
  }

  static DuckDbRows open(
      DuckDbSessions sessions, String sql, DuckDbSessions.Preparation preparation) {
    DuckDBConnection connection = sessions.take();
    try {
      preparation.in(connection);
      Statement statement = connection.createStatement();
      sessions.begin(statement);
      try {
        return new DuckDbRows(sessions, connection, statement, statement.executeQuery(sql));
      } catch (SQLException e) {
        sessions.end(statement);
        statement.close();
        throw e;
      }
    } catch (SQLException e) {
      sessions.giveBack(connection);
      throw DuckDbSessions.failure(e);
    } catch (RuntimeException e) {
      sessions.giveBack(connection);
      throw e;
    }
  }

  /** The result set itself, for what must know its columns. */
  ResultSet results() {
    return results;
  }

  @Override
  public boolean advance() {
    try {
      return results.next();
    } catch (SQLException e) {
      throw DuckDbSessions.failure(e);
    }
  }

  @Override
  public @Nullable Object value(int column) {
    try {
      return plain(results.getObject(column + 1));
    } catch (SQLException e) {
      throw DuckDbSessions.failure(e);
    }
  }

  /** Whole numbers of all widths become {@code Long}. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    } else if (value instanceof BigInteger big && big.bitLength() < Long.SIZE) {
      return big.longValue();
    } else if (value instanceof Float single) {
      return single.doubleValue();
    } else if (value == null
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean) {
      return value;
    }
    return value.toString();
  }

  @Override
  public void cancel() {
    try {
      statement.cancel();
    } catch (SQLException e) {
      throw DuckDbSessions.failure(e);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    sessions.end(statement);
    try {
      results.close();
      statement.close();
    } catch (SQLException e) {
      throw DuckDbSessions.failure(e);
    } finally {
      sessions.giveBack(connection);
    }
  }
}
