package dev.rrq.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Rebuilds all of RAM as it was at some time, page by page in ascending order, by a merge of the
 * slices of time, each of which is sorted by address. Little of each is in memory at once.
 */
final class MemoryRebuild {

  /** Pages whose initial content is read at once. */
  private static final int PAGES_AT_ONCE = 1024;

  private final TraceStore store;
  private final MemoryAt memory;
  private final MemoryAt.Base base;
  private final long t;

  MemoryRebuild(TraceStore store, MemoryAt memory, MemoryAt.Base base, long t) {
    this.store = store;
    this.memory = memory;
    this.base = base;
    this.t = t;
  }

  void run(MemoryAt.PageReader sink) {
    List<SliceCursor> slices = new ArrayList<>();
    try {
      for (List<Segment> files : filesBySlice()) {
        slices.add(new SliceCursor(store.connect(), files, base.from(), t));
      }
      for (SliceCursor slice : slices) {
        slice.start();
      }
      merge(slices, sink);
    } catch (SQLException e) {
      throw DuckDb.failure(store.directory(), e);
    } finally {
      slices.forEach(SliceCursor::close);
    }
  }

  private void merge(List<SliceCursor> slices, MemoryAt.PageReader sink) throws SQLException {
    Overlay overlay = new Overlay(Catalogue.PAGE_BYTES);
    InitialPages initial = new InitialPages();
    long page = nextPage(slices, initial, Long.MIN_VALUE);
    while (page != Long.MAX_VALUE) {
      overlay.start(page);
      initial.putOn(overlay, page);
      for (SliceCursor slice : slices) {
        slice.putPage(overlay, page);
      }
      sink.page(page, overlay.bytes());
      page = nextPage(slices, initial, page);
    }
  }

  private Iterable<List<Segment>> filesBySlice() {
    Map<Integer, List<Segment>> slices = new TreeMap<>();
    for (Segment segment : store.segments()) {
      if (segment.tMax() >= base.from() && segment.tMin() <= t) {
        slices.computeIfAbsent(segment.slice(), s -> new ArrayList<>()).add(segment);
      }
    }
    return slices.values();
  }

  /** The lowest page above one that anything is known of. */
  private static long nextPage(List<SliceCursor> slices, InitialPages initial, long after) {
    long next = initial.nextAfter(after);
    for (SliceCursor slice : slices) {
      next = Math.min(next, slice.nextPage());
    }
    return next;
  }

  /** The kept pages, read some at a time. */
  private final class InitialPages {
    private final long[] addresses = memory.initialAddresses(base.from());
    private final Map<Long, byte[]> read = new TreeMap<>();
    private int next;

    long nextAfter(long page) {
      while (next < addresses.length && addresses[next] <= page) {
        next++;
      }
      return next < addresses.length ? addresses[next] : Long.MAX_VALUE;
    }

    void putOn(Overlay overlay, long page) {
      if (next < addresses.length && addresses[next] == page) {
        if (!read.containsKey(page)) {
          read.clear();
          int last = Math.min(addresses.length, next + PAGES_AT_ONCE) - 1;
          memory.initialPages(base.from(), new Interval(page, addresses[last] + 1), read::put);
        }
        overlay.putBase(page, Objects.requireNonNull(read.get(page)));
      }
    }
  }
}
