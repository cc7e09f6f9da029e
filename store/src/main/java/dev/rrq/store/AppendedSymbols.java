package dev.rrq.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Adds to what a catalogue knows of its program. Used by one thread. */
final class AppendedSymbols extends SymbolRows implements AutoCloseable {

  private final Catalogue catalogue;
  private final DuckDBConnection connection;
  private final Map<String, DuckDBAppender> appenders = new HashMap<>();

  AppendedSymbols(Catalogue catalogue, DuckDBConnection connection) {
    super(catalogue.file());
    this.catalogue = catalogue;
    this.connection = connection;
  }

  @Override
  DuckDBAppender appender(Table table) {
    return appenders.computeIfAbsent(
        table.name(),
        name -> {
          try {
            return connection.createAppender(name);
          } catch (SQLException e) {
            throw DuckDb.failure(catalogue.file(), e);
          }
        });
  }

  @Override
  public void close() throws SQLException {
    for (DuckDBAppender appender : appenders.values()) {
      appender.close();
    }
  }
}
