package dev.rrq.store;

import dev.rrq.store.parquet.ParquetEnd;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.duckdb.DuckDBConnection;

/** Reads and validates what a store keeps in memory while it is open. */
final class CatalogueReader {

  private final DuckDBConnection connection;
  private final Layout layout;

  CatalogueReader(DuckDBConnection connection, Layout layout) {
    this.connection = connection;
    this.layout = layout;
  }

  /** Checks that the store is of this version and has the tables of the schema. */
  Map<String, String> checkedMeta() throws SQLException {
    Set<String> tables = tables();
    if (!tables.contains(Schema.META.name())) {
      throw damaged("its catalogue has no table meta");
    }
    Map<String, String> meta = meta();
    String version = meta.getOrDefault(Meta.FORMAT_VERSION, "none");
    if (!version.equals(String.valueOf(Schema.VERSION))) {
      throw new StoreException.OtherVersion(layout.index(), version);
    }
    for (Table table : Schema.catalogueTables()) {
      if (!tables.contains(table.name()) && !Schema.mayLack(table)) {
        throw damaged("its catalogue has no table " + table.name());
      }
    }
    return meta;
  }

  /** The tables that it does not have and need not have. */
  List<Table> lacking() throws SQLException {
    Set<String> tables = tables();
    return Schema.catalogueTables().stream().filter(t -> !tables.contains(t.name())).toList();
  }

  private Set<String> tables() throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT table_name FROM duckdb_tables()")) {
      while (rows.next()) {
        names.add(rows.getString(1));
      }
    }
    return names;
  }

  private Map<String, String> meta() throws SQLException {
    Map<String, String> meta = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT key, value FROM meta")) {
      while (rows.next()) {
        meta.put(rows.getString(1), rows.getString(2));
      }
    }
    return Collections.unmodifiableMap(meta);
  }

  /** The segment files, each of which is there and has the size that was written. */
  List<Segment> segments() throws SQLException {
    List<Segment> segments = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT id, slice, file, t_min, t_max, paddr_min, paddr_max, rows, bytes FROM segments"
                    + " ORDER BY id")) {
      while (rows.next()) {
        segments.add(
            checked(
                Segment.stored(
                    rows.getInt(1),
                    rows.getInt(2),
                    layout.index().resolve(rows.getString(3)),
                    rows.getLong(4),
                    rows.getLong(5),
                    rows.getLong(6),
                    rows.getLong(7),
                    rows.getLong(8),
                    rows.getLong(9))));
      }
    }
    return List.copyOf(segments);
  }

  /** The files of calls, each of which is there. */
  List<Path> callFiles() throws SQLException {
    List<Path> files = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT file FROM call_files ORDER BY id")) {
      while (rows.next()) {
        Path file = layout.index().resolve(rows.getString(1));
        if (!Files.exists(file)) {
          throw damaged("the file " + file.getFileName() + " is missing");
        }
        files.add(file);
      }
    }
    return List.copyOf(files);
  }

  /** The same file, which is there and has the size that was written. */
  Segment checked(Segment segment) {
    Path file = segment.file();
    try {
      long size = Files.exists(file) ? Files.size(file) : -1;
      if (size != segment.bytes()) {
        throw damaged(
            size < 0
                ? "the file " + file.getFileName() + " is missing"
                : "the file %s has %d bytes instead of %d"
                    .formatted(file.getFileName(), size, segment.bytes()));
      }
      if (!endsAsParquetDoes(file)) {
        throw damaged("the file " + file.getFileName() + " is not a Parquet file");
      }
      return segment;
    } catch (IOException e) {
      throw DuckDb.failure(file, e);
    }
  }

  private static boolean endsAsParquetDoes(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return ParquetEnd.isThere(channel);
    }
  }

  List<TraceStore.Stretch> stretches() throws SQLException {
    List<TraceStore.Stretch> stretches = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT t_from, t_to, initial_memory FROM coverage ORDER BY t_from")) {
      while (rows.next()) {
        stretches.add(
            new TraceStore.Stretch(
                new Interval(rows.getLong(1), rows.getLong(2)), rows.getBoolean(3)));
      }
    }
    return List.copyOf(stretches);
  }

  List<TraceStore.Statistic> statistics() throws SQLException {
    List<TraceStore.Statistic> statistics = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT name, severity, value, doc FROM stats ORDER BY name")) {
      while (rows.next()) {
        statistics.add(
            new TraceStore.Statistic(
                rows.getString(1),
                Severity.of(rows.getString(2)),
                rows.getLong(3),
                rows.getString(4)));
      }
    }
    return List.copyOf(statistics);
  }

  private StoreException damaged(String what) {
    return new StoreException.Damaged(
        "%s is damaged: %s; index the trace again".formatted(layout.index(), what), null);
  }
}
