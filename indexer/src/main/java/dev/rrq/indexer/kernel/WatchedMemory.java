package dev.rrq.indexer.kernel;

import dev.rrq.indexer.IndexerException;
import dev.rrq.store.Interval;
import dev.rrq.store.TraceStore;
import dev.rrq.store.WritesSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A few ranges of physical memory, followed through a stretch of the index: first they hold what
 * they held at its start, then one change after the other is applied.
 */
public final class WatchedMemory {

  private final TraceStore store;
  private final Interval time;
  private final NavigableMap<Long, byte[]> ranges = new TreeMap<>();

  /**
   * A change.
   *
   * @param effect the first instant at which it is in memory
   */
  public record Change(long t, int seq, long paddr, int size, long value, long effect) {

    /** Whether it touched any of these bytes. */
    public boolean touches(long at, long length) {
      return paddr < at + length && paddr + size > at;
    }
  }

  /** Nothing yet, of this stretch. */
  public WatchedMemory(TraceStore store, Interval time) {
    this.store = store;
    this.time = time;
  }

  /** Adds a range, which must not overlap another one. */
  public void watch(long paddr, int length) {
    ranges.put(paddr, store.memory().read(time.from(), paddr, length).bytes());
  }

  /** Whether the range that begins here is watched. */
  public boolean isWatched(long paddr) {
    return ranges.containsKey(paddr);
  }

  /** Applies all changes in order, and tells of each when it is there. */
  public void follow(Consumer<Change> seen) {
    for (Change change : changes()) {
      apply(change);
      seen.accept(change);
    }
  }

  /**
   * A little-endian number as it is now, zero-extended.
   *
   * @param size 1 to 8 bytes
   */
  public long number(long paddr, int size) {
    byte[] bytes = bytes(paddr, size);
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = (number << Byte.SIZE) | Byte.toUnsignedInt(bytes[i]);
    }
    return number;
  }

  /** Bytes as they are now, all of one range. */
  public byte[] bytes(long paddr, int length) {
    Map.Entry<Long, byte[]> range = ranges.floorEntry(paddr);
    if (range == null || paddr - range.getKey() + length > range.getValue().length) {
      throw new IllegalArgumentException("not watched: %#x".formatted(paddr));
    }
    byte[] bytes = new byte[length];
    System.arraycopy(range.getValue(), (int) (paddr - range.getKey()), bytes, 0, length);
    return bytes;
  }

  private void apply(Change change) {
    for (int i = 0; i < change.size(); i++) {
      long paddr = change.paddr() + i;
      Map.Entry<Long, byte[]> range = ranges.floorEntry(paddr);
      if (range != null && paddr - range.getKey() < range.getValue().length) {
        range.getValue()[(int) (paddr - range.getKey())] =
            (byte) (change.value() >>> (Byte.SIZE * i));
      }
    }
  }

  /** One query a range: each reads a few row groups, where all at once would read everything. */
  private List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<Long, byte[]> range : ranges.entrySet()) {
        long from = range.getKey();
        addChanges(statement, new Interval(from, from + range.getValue().length), changes);
      }
    } catch (SQLException e) {
      throw IndexerException.failed("the index cannot be read: " + e.getMessage(), e);
    }
    // One that touches two ranges was found twice.
    return changes.stream()
        .distinct()
        .sorted(Comparator.comparingLong(Change::t).thenComparingInt(Change::seq))
        .toList();
  }

  private void addChanges(Statement statement, Interval range, List<Change> changes)
      throws SQLException {
    List<Interval> ranges = List.of(range);
    String sql =
        "SELECT t, seq, paddr, size, new, origin FROM %s WHERE t >= %d AND t < %d"
            .formatted(
                WritesSql.rows(store.segments(ranges, time), ranges), time.from(), time.to());
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        long t = rows.getLong(1);
        changes.add(
            new Change(
                t,
                rows.getInt(2),
                rows.getLong(3),
                rows.getInt(4),
                rows.getLong(5),
                rows.getInt(6) == 0 ? t + 1 : t));
      }
    }
  }
}
