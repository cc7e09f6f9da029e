package dev.rrq.store;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** Opens DuckDB databases and turns their errors into sentences. */
final class DuckDb {

  private DuckDb() {}

  /** A database file, which is created where there is none. */
  static DuckDBConnection open(Path file, boolean readOnly) {
    Properties properties = new Properties();
    // Each store has settings of its own, also where one is open twice.
    properties.setProperty("jdbc_instance_cache", "false");
    if (readOnly) {
      properties.setProperty("duckdb.read_only", "true");
    }
    try {
      return DriverManager.getConnection("jdbc:duckdb:" + file, properties)
          .unwrap(DuckDBConnection.class);
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /** Runs statements that give no rows. */
  static void execute(DuckDBConnection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** A SQL string literal. */
  static String quote(Object text) {
    return "'" + text.toString().replace("'", "''") + "'";
  }

  /** What an error of DuckDB on this file or directory means to the user. */
  static StoreException failure(Path path, Exception error) {
    String message = String.valueOf(error.getMessage());
    if (message.contains("Could not set lock on file")) {
      return new StoreException.Busy(path, error);
    }
    if (message.contains("No space left on device") || message.contains("Disk quota exceeded")) {
      return new StoreException.DiskFull(path, error);
    }
    if (message.contains("not a valid DuckDB database")
        || message.contains("Corrupt")
        || message.contains("corrupt")
        || message.contains("checksum")
        || message.contains("Serialization Error")) {
      return new StoreException.Damaged(path + " is damaged: " + firstLine(message), error);
    }
    return new StoreException.Failed(path + " cannot be used: " + firstLine(message), error);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("no reason given");
  }
}
