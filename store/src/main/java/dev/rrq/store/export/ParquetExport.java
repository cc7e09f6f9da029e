package dev.rrq.store.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * A Parquet file of rows of any types, written by DuckDB. The rows are kept in a database beside
 * the file until all are there, so that memory does not limit their number.
 */
public final class ParquetExport implements AutoCloseable {

  private final Path file;
  private final Path database;
  private final DuckDBConnection connection;
  private final DuckDBAppender appender;

  /** What the values of a column are. */
  public enum Type {
    /** A {@link Long}. */
    NUMBER("BIGINT"),
    /** A {@link Long} whose 64 bits have no sign. */
    BITS("UBIGINT"),
    /** A {@link Double}. */
    REAL("DOUBLE"),
    /** A {@link Boolean}. */
    FLAG("BOOLEAN"),
    /** A {@link String}. */
    TEXT("VARCHAR"),
    /** A collection of {@link String}. */
    TEXTS("VARCHAR[]");

    private final String sql;

    Type(String sql) {
      this.sql = sql;
    }
  }

  /** A column of the file. */
  public record Column(String name, Type type) {

    private String declaration() {
      return "\"" + name.replace("\"", "\"\"") + "\" " + type.sql;
    }
  }

  /** Begins a file, which must not exist. */
  public ParquetExport(Path file, List<Column> columns) throws IOException {
    this.file = file;
    this.database = file.resolveSibling(file.getFileName() + ".duckdb");
    try {
      connection =
          DriverManager.getConnection("jdbc:duckdb:" + database).unwrap(DuckDBConnection.class);
      String declarations =
          columns.stream().map(Column::declaration).collect(Collectors.joining(", "));
      execute("CREATE TABLE row_data (" + declarations + ")");
      appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "row_data");
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Adds a row; null is unknown. */
  public void add(@Nullable Object[] values) throws IOException {
    try {
      appender.beginRow();
      for (int i = 0; i < values.length; i++) {
        append(values[i]);
      }
      appender.endRow();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void append(@Nullable Object value) throws SQLException {
    if (value == null) {
      appender.appendNull();
    } else if (value instanceof Long number) {
      appender.append((long) number);
    } else if (value instanceof Double number) {
      appender.append((double) number);
    } else if (value instanceof Boolean flag) {
      appender.append((boolean) flag);
    } else if (value instanceof Collection<?> texts) {
      appender.append(texts);
    } else {
      appender.append(value.toString());
    }
  }

  /** Writes the file. */
  public void finish() throws IOException {
    try {
      appender.close();
      String quoted = file.toString().replace("'", "''");
      execute("COPY row_data TO '" + quoted + "' (FORMAT parquet, COMPRESSION zstd)");
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static IOException failure(SQLException e) {
    return new IOException(String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      Files.deleteIfExists(database);
      Files.deleteIfExists(database.resolveSibling(database.getFileName() + ".wal"));
    }
  }
}
