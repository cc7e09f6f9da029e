package dev.rrq.planner.trace;

import dev.rrq.planner.QueryException;
import dev.rrq.planner.analysis.Bits;
import dev.rrq.planner.analysis.History;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.duckdb.DuckDbSessions;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.rel.MemoryChanges;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.StoreSchema;
import dev.rrq.store.MemoryContent;
import dev.rrq.store.TraceStore;
import java.util.LinkedHashMap;
import java.util.Map;

/** What memory held, as the store's initial memory and rows tell. */
public final class StoreHistory implements History {

  private static final Value NOT_COVERED = new Value.Unknown("the index does not cover that time");
  private static final Value NOT_KNOWN =
      new Value.Unknown("the index does not know that memory at that time");

  /** Places whose history is kept; pointers of the kernel that many questions follow. */
  private static final int MOST_KEPT = 4096;

  private static final int MOST_PIECES = 1_000_000;

  private final TraceStore store;
  private final StoreSchema schema;
  private final DuckDbSessions sessions;

  private final Map<Cell, Timeline<Value>> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Cell, Timeline<Value>> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private record Cell(long paddr, int size) {}

  /** The history that a store tells. */
  public StoreHistory(TraceStore store, StoreSchema schema, DuckDbSessions sessions) {
    this.store = store;
    this.schema = schema;
    this.sessions = sessions;
  }

  @Override
  public byte[] bytes(long paddr, int length, long t) {
    MemoryContent content = store.memory().read(t, paddr, length);
    if (!content.isKnown()) {
      throw new QueryException("the index does not know that memory at " + t);
    }
    return content.bytes();
  }

  @Override
  public Timeline<Value> bits(long paddr, int size, Interval when) {
    if (when.to() - when.from() == 1) {
      return Timeline.constant(when, at(paddr, size, when.from()).value());
    }
    synchronized (kept) {
      Cell cell = new Cell(paddr, size);
      Timeline<Value> known = kept.get(cell);
      if (known == null) {
        known = read(paddr, size, when);
        kept.put(cell, known);
      } else if (!known.span().contains(when)) {
        // Who asks for a second stretch asks for many: a pointer that is followed at each move.
        known = read(paddr, size, hull(known.span(), when));
        kept.put(cell, known);
      }
      return known.during(when);
    }
  }

  /** All that is covered, and what is asked for. */
  private Interval hull(Interval a, Interval b) {
    long from = Math.min(a.from(), b.from());
    long to = Math.max(a.to(), b.to());
    for (dev.rrq.store.Interval covered : store.coverage().intervals()) {
      from = Math.min(from, covered.from());
      to = Math.max(to, covered.to() + 1);
    }
    return new Interval(from, to);
  }

  private Timeline<Value> read(long paddr, int size, Interval when) {
    Timeline.Builder<Value> builder = new Timeline.Builder<>();
    long from = when.from();
    for (dev.rrq.store.Interval covered : store.coverage().intervals()) {
      // Memory is known at the instant after the last that is covered, too.
      Interval part = when.intersect(new Interval(covered.from(), covered.to() + 1));
      if (!part.isEmpty() && part.from() >= from) {
        builder.add(new Interval(from, part.from()), NOT_COVERED);
        readCovered(builder, paddr, size, part);
        from = part.to();
      }
    }
    return builder.add(new Interval(from, when.to()), NOT_COVERED).build();
  }

  private void readCovered(Timeline.Builder<Value> builder, long paddr, int size, Interval when) {
    Cursor cursor = at(paddr, size, when.from());
    long since = when.from();
    int pieces = 0;
    Planning planning = new Planning(schema);
    try (RawRows rows =
        Optimizer.optimize(MemoryChanges.of(planning, paddr, size, when)).open(sessions)) {
      while (rows.advance()) {
        MemoryChanges.Change change = MemoryChanges.read(rows);
        // Rows of devices are in the memory at their own time; at the first, they are in already.
        long effect = change.byInstruction() ? change.t() + 1 : change.t();
        if (effect > since) {
          builder.add(new Interval(since, Math.min(effect, when.to())), cursor.value());
          since = effect;
          if (++pieces > MOST_PIECES) {
            throw new QueryException("this memory changes more than a million times");
          }
        }
        cursor.apply(change, paddr);
      }
    }
    builder.add(new Interval(since, when.to()), cursor.value());
  }

  private Cursor at(long paddr, int size, long t) {
    MemoryContent content = store.memory().read(t, paddr, size);
    Cursor cursor = new Cursor(size);
    for (int i = 0; i < size; i++) {
      if (content.isKnown(i, 1)) {
        cursor.bits |= content.number(i, 1) << (i * Byte.SIZE);
        cursor.known |= 0xffL << (i * Byte.SIZE);
      }
    }
    return cursor;
  }

  private static final class Cursor {
    private final long all;
    private long bits;
    private long known;

    Cursor(int size) {
      all = Bits.mask(size * Byte.SIZE);
    }

    Value value() {
      return known == all ? new Value.Known(bits) : NOT_KNOWN;
    }

    void apply(MemoryChanges.Change change, long paddr) {
      long distance = change.paddr() - paddr;
      long mask = Bits.mask(change.size() * Byte.SIZE);
      long written = shifted(mask, distance) & all;
      bits = (bits & ~written) | (shifted(change.value() & mask, distance) & written);
      known |= written;
    }

    private static long shifted(long word, long bytes) {
      if (bytes <= -Long.BYTES || bytes >= Long.BYTES) {
        return 0;
      }
      int shift = (int) Math.abs(bytes) * Byte.SIZE;
      return bytes >= 0 ? word << shift : word >>> shift;
    }
  }
}
