package dev.rrq.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Writes the symbols of a program to a file that a catalogue starts from. Rows come in any order;
 * {@link #finish} sorts them so that lookups read little, and gives the file its name. Used by one
 * thread.
 */
public final class SymbolTableWriter extends SymbolRows implements AutoCloseable {

  /** The tables that rows are added to, and the order in which they are kept. */
  private static final Map<Table, String> ORDER =
      Map.of(
          Schema.FILES, "id",
          Schema.TYPES, "id",
          Schema.MEMBERS, "composite, ordinal",
          Schema.ENUMERATORS, "enumeration, ordinal",
          Schema.PROTOTYPE_PARAMETERS, "prototype, ordinal",
          Schema.SYMBOLS, "name, kind, address",
          Schema.PARAMETERS, "\"function\", ordinal",
          Schema.LINES, "address",
          Schema.INLINES, "low, depth");

  private final Path file;
  private final Path partial;
  private final DuckDBConnection connection;
  private final Map<Table, DuckDBAppender> appenders = new HashMap<>();
  private final Map<String, String> meta = new HashMap<>();

  SymbolTableWriter(Path file) throws IOException {
    super(file);
    this.file = file;
    partial = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".incomplete");
    Files.delete(partial);
    connection = DuckDb.open(partial, false);
    try {
      for (Table table : Schema.symbolTables()) {
        DuckDb.execute(connection, table.ddl());
      }
      for (Table table : ORDER.keySet()) {
        String staged = staged(table);
        DuckDb.execute(
            connection, "CREATE TEMP TABLE %s AS FROM %s".formatted(staged, table.name()));
        appenders.put(table, connection.createAppender("temp", "main", staged));
      }
    } catch (SQLException e) {
      close();
      throw DuckDb.failure(file, e);
    }
  }

  /** Sets a fact about the program; {@link Meta} names the keys. */
  public void meta(String key, String value) {
    meta.put(key, value);
  }

  @Override
  DuckDBAppender appender(Table table) {
    return Objects.requireNonNull(appenders.get(table));
  }

  private static String staged(Table table) {
    return "staged_" + table.name();
  }

  /** Sorts and stores the rows, and puts the file in place. Nothing may be added any more. */
  public Path finish() {
    meta(Meta.FORMAT_VERSION, String.valueOf(Schema.VERSION));
    try {
      for (Map.Entry<Table, String> target : ORDER.entrySet()) {
        Table table = target.getKey();
        appender(table).close();
        DuckDb.execute(
            connection,
            "INSERT INTO %s FROM %s ORDER BY %s"
                .formatted(table.name(), staged(table), target.getValue()),
            "DROP TABLE " + staged(table));
      }
      try (DuckDBAppender appender = connection.createAppender(Schema.META.name())) {
        for (Map.Entry<String, String> fact : meta.entrySet()) {
          appender.beginRow().append(fact.getKey()).append(fact.getValue()).endRow();
        }
      }
      DuckDb.execute(connection, "CHECKPOINT");
      connection.close();
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      return file;
    } catch (SQLException | IOException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** Ends writing; leaves nothing where it was not finished. */
  @Override
  public void close() {
    try {
      for (DuckDBAppender appender : appenders.values()) {
        appender.close();
      }
      connection.close();
      Files.deleteIfExists(partial);
      Files.deleteIfExists(partial.resolveSibling(partial.getFileName() + ".wal"));
    } catch (SQLException | IOException e) {
      throw DuckDb.failure(file, e);
    }
  }
}
