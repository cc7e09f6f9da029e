package dev.rrq.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The index of a trace, open for reading. Safe for use by several threads; each takes a connection
 * of its own from {@link #connect}.
 */
public final class TraceStore implements AutoCloseable {

  private final Layout layout;
  private final DuckDBConnection connection;
  private final Map<String, String> meta;
  private final List<Segment> segments;
  private final List<Path> callFiles;
  private final KeptAccesses kept;
  private final List<Stretch> stretches;
  private final List<Statistic> statistics;
  private final List<Table> lacking;
  private @Nullable SymbolTables symbols;
  private @Nullable MemoryAt memory;
  private final OnDemand<Contexts> contexts = new OnDemand<>(Contexts::load);
  private final OnDemand<Sites> sites = new OnDemand<>(Sites::load);
  private @Nullable GuestClock clock;

  /**
   * A stretch of time that the index covers.
   *
   * @param initialMemory whether memory at its start is known
   */
  public record Stretch(Interval time, boolean initialMemory) {}

  /** A row of the table {@code stats}. */
  public record Statistic(String name, Severity severity, long value, String doc) {}

  private TraceStore(Layout layout) throws SQLException {
    this(layout, DuckDb.open(layout.catalogue(), true));
    try {
      WritesSql.confine(connection, layout);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Over a connection to the catalogue, which it closes. */
  TraceStore(Layout layout, DuckDBConnection connection) throws SQLException {
    this.layout = layout;
    this.connection = connection;
    try {
      CatalogueReader reader = new CatalogueReader(connection, layout);
      meta = reader.checkedMeta();
      segments = reader.segments();
      callFiles = reader.callFiles();
      kept = KeptAccesses.read(layout, reader::checked);
      stretches = reader.stretches();
      statistics = reader.statistics();
      lacking = reader.lacking();
    } catch (SQLException | StoreException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Opens the index of a trace, the incomplete one where there is no other.
   *
   * @param trace the trace's directory
   * @throws StoreException.NotFound if there is no trace or it has no index
   * @throws StoreException.OtherVersion if another version of rrq wrote it
   * @throws StoreException.Damaged if it is not what was once written
   * @throws StoreException.Busy if it is being written
   */
  public static TraceStore open(Path trace) {
    Layout layout = Layouts.find(trace);
    try {
      return new TraceStore(layout);
    } catch (SQLException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }

  /**
   * A new connection to the catalogue, read-only, with no access to any file but the trace's own,
   * and with the views of {@link Schema}. The caller closes it.
   */
  public DuckDBConnection connect() {
    try {
      DuckDBConnection copy = connection.duplicate();
      WritesSql.createViews(copy, segments);
      CallsSql.createViews(copy, callFiles);
      KeptSql.createViews(copy, kept);
      for (Table table : lacking) {
        DuckDb.execute(copy, "CREATE TEMP VIEW " + table.name() + " AS FROM " + table.none());
      }
      return copy;
    } catch (SQLException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }

  /** The symbols of the traced program, with addresses as linked. Open as long as the store is. */
  public synchronized SymbolTables symbols() {
    if (symbols == null) {
      symbols = new SymbolTables(connect(), layout.catalogue());
    }
    return symbols;
  }

  /** The tree of calling contexts, read at the first use. */
  public Contexts contexts() {
    return contexts.get(connection, layout.index());
  }

  /** The instructions that wrote, read at the first use. */
  public Sites sites() {
    return sites.get(connection, layout.index());
  }

  /** The guest's clocks, read at the first use. */
  public synchronized GuestClock clock() {
    if (clock == null) {
      try {
        clock = GuestClock.load(connection);
      } catch (SQLException e) {
        throw DuckDb.failure(layout.index(), e);
      }
    }
    return clock;
  }

  /**
   * Memory as it was at any time. Open as long as the store is; safe for use by several threads.
   */
  public synchronized MemoryAt memory() {
    if (memory == null) {
      memory = new MemoryAt(this, connect());
    }
    return memory;
  }

  /** Whether the index was finished; if not, {@link #coverage} says what of it is there. */
  public boolean isComplete() {
    return meta(Meta.COMPLETE).map(Boolean::parseBoolean).orElse(false);
  }

  /** Whether it was made by single steps. */
  public boolean isByStep() {
    return meta(Meta.ENGINE).equals(Optional.of("step"));
  }

  /** Whether it has calls, interrupts and calling contexts. */
  public boolean followsCalls() {
    return meta(Meta.CALLS).map(Boolean::parseBoolean).orElse(!isByStep());
  }

  /** A fact about the trace; {@link Meta} names the keys. */
  public Optional<String> meta(String key) {
    return Optional.ofNullable(meta.get(key));
  }

  /** A fact about the trace that is a number. */
  public OptionalLong metaNumber(String key) {
    String value = meta.get(key);
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value));
  }

  /** All facts about the trace. */
  public Map<String, String> meta() {
    return meta;
  }

  /** The time whose every change of memory the index holds. */
  public Coverage coverage() {
    return Coverage.of(stretches.stream().map(Stretch::time).toList());
  }

  /** The stretches that {@link #coverage} is made of, one for each run of an engine. */
  public List<Stretch> stretches() {
    return stretches;
  }

  /** What was counted, lost or found odd while indexing. */
  public List<Statistic> statistics() {
    return statistics;
  }

  /** All files of writes. */
  public List<Segment> segments() {
    return segments;
  }

  /** The files that may hold rows that overlap any of these addresses, in this time. */
  public List<Segment> segments(List<Interval> addresses, Interval time) {
    return Segment.touching(segments, addresses, time);
  }

  /** The accesses that it keeps beside the changes. */
  public KeptAccesses kept() {
    return kept;
  }

  /** How many rows the index holds. */
  public long rows() {
    return segments.stream().mapToLong(Segment::rows).sum();
  }

  /** Bytes of the index on disk. */
  public long bytes() {
    return segments.stream().mapToLong(Segment::bytes).sum()
        + kept.bytes()
        + layout.catalogue().toFile().length();
  }

  /** Bytes of guest RAM, where it is known. */
  public OptionalLong memorySize() {
    return metaNumber(Meta.MEMORY_SIZE);
  }

  /** The directory of the index. */
  public Path directory() {
    return layout.index();
  }

  @Override
  public synchronized void close() {
    if (symbols != null) {
      symbols.close();
    }
    if (memory != null) {
      memory.close();
    }
    try {
      connection.close();
    } catch (SQLException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }
}
