package dev.rrq.store;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of a program, read as they are asked for. All addresses are as linked. Safe for use
 * by several threads.
 */
public final class SymbolTables implements AutoCloseable {

  /** No function or hole in the line table is longer. */
  private static final long LONGEST_RUN = 1 << 16;

  /** After so many lookups of lines they are all taken into memory. */
  private static final int FEW_LINES = 64;

  private static final String SYMBOL =
      "SELECT name, kind, \"global\", address, size, type, file, line, section FROM symbols ";

  private final Lookups lookups;
  private final TypeBlocks types;
  private volatile @Nullable SymbolIndex index;
  private volatile @Nullable LineTable lines;
  private int linesAsked;

  SymbolTables(DuckDBConnection connection, Path file) {
    lookups = new Lookups(connection, file);
    types = new TypeBlocks(lookups);
  }

  /**
   * Opens a file that {@link SymbolTableWriter} wrote.
   *
   * @throws StoreException.OtherVersion if another version of rrq wrote it
   */
  public static SymbolTables open(Path file) {
    DuckDBConnection connection = DuckDb.open(file, true);
    SymbolTables tables = new SymbolTables(connection, file);
    try {
      String version = tables.meta(Meta.FORMAT_VERSION).orElse("none");
      if (!version.equals(String.valueOf(Schema.VERSION))) {
        throw new StoreException.OtherVersion(file, version);
      }
      return tables;
    } catch (StoreException e) {
      tables.close();
      throw e;
    }
  }

  /** A fact about the program; {@link Meta} names the keys. */
  public Optional<String> meta(String key) {
    return first(lookups.list("SELECT value FROM meta WHERE key = ?", r -> r.getString(1), key));
  }

  /** The symbols of a name, in which case counts: functions and variables of several files. */
  public List<SymbolRow> named(String name) {
    SymbolIndex known = index;
    if (known != null) {
      return known.named(name);
    }
    return lookups.list(SYMBOL + "WHERE name = ? ORDER BY address", SymbolTables::symbol, name);
  }

  /**
   * All symbols in memory, for completion, suggestions and lookups by the thousand. The first call
   * loads them, which takes some 100 ms for a kernel: make it in the background.
   */
  public synchronized SymbolIndex index() {
    SymbolIndex known = index;
    if (known == null) {
      // A connection of its own, so that no other lookup waits for this one.
      try (Lookups own = lookups.fork()) {
        known = new SymbolIndex(own.list(SYMBOL, SymbolTables::symbol));
      }
      index = known;
    }
    return known;
  }

  /** The function that holds this address. */
  public Optional<SymbolRow> functionAt(long address) {
    return index().functionAt(address);
  }

  /** The variable that holds this address; per-CPU ones are not looked at. */
  public Optional<SymbolRow> objectAt(long address) {
    return index().objectAt(address);
  }

  /**
   * The type of an id.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  public TypeRow type(int id) {
    return types.type(id);
  }

  /**
   * The ids of the types of a kind and name, lowest first.
   *
   * @param kind as in {@link Schema#TYPES}
   */
  public List<Integer> typesNamed(String kind, String name) {
    return lookups.list(
        "SELECT id FROM types WHERE name = ? AND kind = ? ORDER BY id",
        r -> r.getInt(1),
        name,
        kind);
  }

  /** The constants of a name: the enumeration's id and the value of each. */
  public List<NamedConstant> constants(String name) {
    return lookups.list(
        "SELECT enumeration, value FROM enumerators WHERE name = ? ORDER BY enumeration",
        r -> new NamedConstant(r.getInt(1), r.getLong(2)),
        name);
  }

  /** A constant of an enumeration. */
  public record NamedConstant(int enumeration, long value) {}

  /** The parameters of the function at this address, in order. */
  public List<TypeRow.Parameter> parameters(long function) {
    return lookups.list(
        "SELECT name, type FROM parameters WHERE \"function\" = ? ORDER BY ordinal",
        r -> new TypeRow.Parameter(r.getString(1), r.getInt(2)),
        function);
  }

  /** The parameters of all functions, in order, by their addresses. */
  public Map<Long, List<TypeRow.Parameter>> parameters() {
    Map<Long, List<TypeRow.Parameter>> parameters = new HashMap<>();
    lookups.list(
        "SELECT \"function\", name, type FROM parameters ORDER BY \"function\", ordinal",
        r ->
            parameters
                .computeIfAbsent(r.getLong(1), key -> new ArrayList<>())
                .add(new TypeRow.Parameter(r.getString(2), r.getInt(3))));
    return parameters;
  }

  /** The path of a source file. */
  public Optional<String> file(int id) {
    return first(lookups.list("SELECT path FROM files WHERE id = ?", r -> r.getString(1), id));
  }

  /** The ids of all source files, by their paths. */
  public Map<String, Integer> files() {
    Map<String, Integer> files = new HashMap<>();
    lookups.list("SELECT path, id FROM files", r -> files.put(r.getString(1), r.getInt(2)));
    return files;
  }

  /** The highest id of a type; 0 where there is none but {@code void}. */
  public int lastType() {
    return lookups.list("SELECT coalesce(max(id), 0) FROM types", r -> r.getInt(1)).get(0);
  }

  /** The source files whose path is this or ends in it, whole names compared. */
  public List<Integer> filesNamed(String path) {
    return lookups.list(
        "SELECT id FROM files WHERE path = ? OR ends_with(path, ?) ORDER BY id",
        r -> r.getInt(1),
        path,
        "/" + path);
  }

  /** Where in the source the instruction at this address comes from. */
  public Optional<SourceLine> lineAt(long address) {
    LineTable known = lines;
    if (known != null) {
      return known.at(address, LONGEST_RUN);
    } else if (++linesAsked > FEW_LINES) {
      loadLines();
    }
    return first(
        lookups.list(
            "SELECT path, line FROM (SELECT file, line FROM lines WHERE address BETWEEN ? AND ?"
                + " ORDER BY address DESC, line DESC LIMIT 1) l JOIN files ON files.id = l.file"
                + " WHERE line > 0",
            r -> new SourceLine(r.getString(1), r.getInt(2)),
            address - LONGEST_RUN,
            address));
  }

  /**
   * Takes the lines of all instructions into memory, for lookups by the thousand. For a kernel that
   * takes some 300 ms and 18 MB.
   */
  public synchronized void loadLines() {
    if (lines == null) {
      try (Lookups own = lookups.fork()) {
        lines = LineTable.load(own);
      }
    }
  }

  /** The ranges of instructions that come from this line of a file. */
  public List<Interval> instructionsOf(int file, int line) {
    return lookups.list(
        "SELECT address, (SELECT min(n.address) FROM lines n WHERE n.address > l.address) FROM"
            + " lines l WHERE file = ? AND line = ? ORDER BY address",
        r -> new Interval(r.getLong(1), r.getLong(2)),
        file,
        line);
  }

  /** The functions inlined at this address, innermost first. */
  public List<InlinedCall> inlinedAt(long address) {
    long from = functionAt(address).map(SymbolRow::address).orElse(address - LONGEST_RUN);
    return lookups.list(
        "SELECT \"function\", depth, coalesce(path, '?'), call_line FROM inlines"
            + " LEFT JOIN files ON files.id = call_file"
            + " WHERE low BETWEEN ? AND ? AND high > ? ORDER BY depth DESC",
        r -> new InlinedCall(r.getString(1), r.getInt(2), r.getString(3), r.getInt(4)),
        from,
        address,
        address);
  }

  private static SymbolRow symbol(ResultSet row) throws SQLException {
    return new SymbolRow(
        row.getString(1),
        row.getString(2).intern(),
        row.getBoolean(3),
        row.getLong(4),
        row.getLong(5),
        row.getInt(6),
        row.getInt(7),
        row.getInt(8),
        row.getString(9));
  }

  private static <T> Optional<T> first(List<T> found) {
    return found.stream().findFirst();
  }

  @Override
  public void close() {
    lookups.close();
  }
}
