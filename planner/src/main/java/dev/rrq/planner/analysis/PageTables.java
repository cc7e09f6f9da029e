package dev.rrq.planner.analysis;

import dev.rrq.store.PagingMode;

/**
 * Four-level page tables, read from memory as it was: each entry is one value after another, so the
 * walk splits the time wherever one of them changed.
 */
final class PageTables {

  private static final PagingMode MODE = PagingMode.FOUR_LEVELS;

  private final History history;
  private final long memorySize;

  PageTables(History history, long memorySize) {
    this.history = history;
    this.memorySize = memorySize;
  }

  /** The physical address of a virtual one, in the tables whose root is at a physical address. */
  Timeline<Value> translate(long root, long virtual, Interval when) {
    return walk(root, virtual, MODE.topShift(), when);
  }

  private Timeline<Value> walk(long table, long virtual, int shift, Interval when) {
    if (table < 0 || table >= memorySize) {
      return notMapped(virtual, when);
    }
    return history
        .bits(MODE.entryAddress(table, virtual, shift), Long.BYTES, when)
        .map(PageTables::withoutUsage)
        .flatMap((entry, piece) -> follow(entry, virtual, shift, piece));
  }

  /** Accessed and dirty bits change all the time and matter to no translation. */
  private static Value withoutUsage(Value entry) {
    return entry instanceof Value.Known known
        ? new Value.Known(PagingMode.withoutUsage(known.bits()))
        : entry;
  }

  private Timeline<Value> follow(Value value, long virtual, int shift, Interval when) {
    if (!(value instanceof Value.Known entry)) {
      return Timeline.constant(when, value);
    }
    if (!PagingMode.isPresent(entry.bits())) {
      return notMapped(virtual, when);
    }
    return PagingMode.isPage(entry.bits(), shift)
        ? Timeline.constant(
            when, new Value.Known(PagingMode.physical(entry.bits(), virtual, shift)))
        : walk(PagingMode.table(entry.bits()), virtual, MODE.below(shift), when);
  }

  private static Timeline<Value> notMapped(long virtual, Interval when) {
    return Timeline.constant(when, new Value.Unknown(Hex.of(virtual) + " is not mapped"));
  }
}
