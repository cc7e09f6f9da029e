package dev.rrq.store;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;

/**
 * Physical memory as it was at any time that the index covers: the memory at the start of the
 * stretch, and on it the rows since.
 *
 * <p>Memory <em>at t</em> is what a machine shows that stopped before the instruction at t: the
 * rows of instructions at t itself are not in it, those at t that no instruction wrote are. So
 * {@code read(row.t, …)} gives what a write found, and {@code read(row.t + 1, …)} what it left.
 *
 * <p>Of rows that overlap, the later by (t, seq) wins, byte by byte; {@link Schema#SEGMENT_ROWS}
 * has the rule that makes this the order of arrival.
 */
public final class MemoryAt implements AutoCloseable {

  private final TraceStore store;
  private final DuckDBConnection connection;

  MemoryAt(TraceStore store, DuckDBConnection connection) {
    this.store = store;
    this.connection = connection;
  }

  /**
   * Reads a range of memory.
   *
   * @param t icount
   * @param paddr physical address of the first byte
   * @param length in bytes
   * @return the bytes, not known where the index does not tell them
   */
  public MemoryContent read(long t, long paddr, int length) {
    Overlay overlay = new Overlay(length);
    overlay.start(paddr);
    Optional<Base> found = base(t);
    if (found.isPresent()) {
      Base base = found.get();
      Interval range = new Interval(paddr, paddr + length);
      putRows(overlay, base, t, range);
      if (!overlay.isKnown() && base.known()) {
        putInitialMemory(overlay, base.from(), range);
      } else if (!overlay.isKnown()) {
        putOldValues(overlay, base, t, range);
      }
    }
    return overlay.content();
  }

  /**
   * Rebuilds all of RAM, in ascending order and with little memory.
   *
   * @param t icount
   * @param sink takes each page that is not known to be zero throughout; the pages between are zero
   * @throws StoreException.NotCovered if memory at t is not known
   */
  public void rebuild(long t, PageReader sink) {
    Base base =
        base(t)
            .filter(Base::known)
            .orElseThrow(() -> new StoreException.NotCovered(t, store.coverage()));
    new MemoryRebuild(store, this, base, t).run(sink);
  }

  /**
   * The time from which memory at t is told.
   *
   * @param from the start of the stretch
   * @param to the end of the coverage around it
   * @param known whether memory is known there
   */
  record Base(long from, long to, boolean known) {}

  /** Follows stretches that touch back from t to the nearest whose start is known. */
  Optional<Base> base(long t) {
    List<TraceStore.Stretch> stretches = store.stretches();
    Base base = null;
    for (TraceStore.Stretch stretch : stretches) {
      Interval time = stretch.time();
      if (time.from() > t) {
        if (base != null && !base.known() && base.to() == time.from()) {
          base = new Base(base.from(), time.to(), false);
          continue;
        }
        break;
      }
      boolean touches = base != null && base.to() == time.from();
      if (touches && !stretch.initialMemory()) {
        base = new Base(base.from(), time.to(), base.known());
      } else {
        base = new Base(time.from(), time.to(), stretch.initialMemory());
      }
    }
    return Optional.ofNullable(base).filter(b -> t <= b.to());
  }

  /** Lays the last rows, reading the newest files first where older ones may not matter. */
  private void putRows(Overlay overlay, Base base, long t, Interval range) {
    List<Segment> files =
        store.segments(List.of(range), new Interval(base.from(), t + 1)).stream()
            .sorted(Comparator.comparingInt(Segment::slice).reversed())
            .toList();
    int next = 0;
    while (next < files.size() && overlay.mayChange(latest(files, next))) {
      int end = isCrowded(files.get(next)) ? endOfSlice(files, next) : files.size();
      queryRows(overlay, files.subList(next, end), base, t, range);
      next = end;
    }
  }

  /**
   * Whether a file has so many rows for each byte of its range that it likely settles all of it,
   * and older files like it would be slow to read. Where not, one query of all files is the
   * fastest.
   */
  private static boolean isCrowded(Segment file) {
    return file.rows() > file.paddrMax() - file.paddrMin();
  }

  private static int endOfSlice(List<Segment> files, int from) {
    int end = from;
    while (end < files.size() && files.get(end).slice() == files.get(from).slice()) {
      end++;
    }
    return end;
  }

  private static long latest(List<Segment> files, int from) {
    return files.subList(from, files.size()).stream().mapToLong(Segment::tMax).max().orElseThrow();
  }

  private void queryRows(Overlay overlay, List<Segment> files, Base base, long t, Interval range) {
    String sql =
        "SELECT paddr, size, max({'t': t, 'seq': seq, 'new': \"new\"}) AS last FROM "
            + WritesSql.stored(files)
            + WritesSql.where(List.of(range))
            + " AND t >= %d AND (t < %d OR t = %d AND origin <> 0) GROUP BY paddr, size"
                .formatted(base.from(), t, t);
    query(
        "SELECT last.t, last.seq, paddr, size, last.\"new\" FROM (" + sql + ")",
        (time, seq, paddr, size, value) -> overlay.put(paddr, size, value, time, seq));
  }

  /** Lays the old values of the first rows to come, under all that is known. */
  private void putOldValues(Overlay overlay, Base base, long t, Interval range) {
    List<Segment> files =
        store.segments(List.of(range), new Interval(t, Math.max(t + 1, base.to())));
    if (files.isEmpty()) {
      return;
    }
    Overlay later = new Overlay(overlay.length());
    later.start(range.from());
    // A row whose old value is left out has one before it in its file, which tells as much.
    query(
        "SELECT t, seq, paddr, size, \"old\" FROM "
            + WritesSql.stored(files)
            + WritesSql.where(List.of(range))
            + " AND t >= %d AND t < %d AND \"old\" IS NOT NULL".formatted(t, base.to()),
        (time, seq, paddr, size, old) -> later.putOld(paddr, size, old, time, seq));
    overlay.putBelow(later);
  }

  private void putInitialMemory(Overlay overlay, long from, Interval range) {
    initialPages(from, range, overlay::putBase);
    overlay.putBaseZeros();
  }

  /** The kept pages that overlap a range, in no order. */
  synchronized void initialPages(long t, Interval range, PageReader reader) {
    String sql =
        "SELECT paddr, content FROM initial_memory WHERE t = %d AND paddr BETWEEN %d AND %d"
            .formatted(t, range.from() - Catalogue.PAGE_BYTES + 1, range.to() - 1);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        reader.page(rows.getLong(1), rows.getBytes(2));
      }
    } catch (SQLException e) {
      throw DuckDb.failure(store.directory(), e);
    }
  }

  /** The addresses of the kept pages, ascending. */
  synchronized long[] initialAddresses(long t) {
    LongArrayList addresses = new LongArrayList();
    String sql = "SELECT paddr FROM initial_memory WHERE t = %d ORDER BY paddr".formatted(t);
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        addresses.add(rows.getLong(1));
      }
    } catch (SQLException e) {
      throw DuckDb.failure(store.directory(), e);
    }
    return addresses.toLongArray();
  }

  /** Runs a query of (t, seq, paddr, size, value), none of them NULL. */
  private synchronized void query(String sql, RowReader reader) {
    try (DuckDBPreparedStatement statement = connection.prepare(sql);
        DuckDBChunkedResult result = statement.query()) {
      while (result.nextChunk()) {
        DuckDBDataChunkReader chunk = result.chunk();
        for (long i = 0; i < chunk.rowCount(); i++) {
          reader.row(
              chunk.vector(0).getLong(i),
              chunk.vector(1).getInt(i),
              chunk.vector(2).getLong(i),
              chunk.vector(3).getInt(i),
              chunk.vector(4).getLong(i));
        }
      }
    } catch (SQLException e) {
      throw DuckDb.failure(store.directory(), e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw DuckDb.failure(store.directory(), e);
    }
  }

  /** Takes a row. */
  @FunctionalInterface
  interface RowReader {
    void row(long t, int seq, long paddr, int size, long value);
  }

  /** Takes a page of memory. */
  @FunctionalInterface
  public interface PageReader {
    /**
     * Takes a page.
     *
     * @param paddr its physical address
     * @param content its 4,096 bytes, which may be overwritten after the call
     */
    void page(long paddr, byte[] content);
  }
}
