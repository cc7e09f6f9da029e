package dev.rrq.planner.analysis;

/** Four-level page tables of x86-64 (Intel SDM volume 3, 4.5), read from memory as it was. */
final class PageTables {

  private static final int ENTRY_BITS = 9;
  private static final int TOP_SHIFT = 39;
  private static final int PAGE_SHIFT = 12;
  private static final long PRESENT = 1;
  private static final long LARGE = 1 << 7;
  private static final long ADDRESS = 0x000f_ffff_ffff_f000L;

  private final History history;
  private final long memorySize;

  PageTables(History history, long memorySize) {
    this.history = history;
    this.memorySize = memorySize;
  }

  /** The physical address of a virtual one, in the tables whose root is at a physical address. */
  Timeline<Value> translate(long root, long virtual, Interval when) {
    return walk(root, virtual, TOP_SHIFT, when);
  }

  private Timeline<Value> walk(long table, long virtual, int shift, Interval when) {
    if (table < 0 || table >= memorySize) {
      return notMapped(virtual, when);
    }
    long index = virtual >>> shift & Bits.mask(ENTRY_BITS);
    return history
        .bits(table + index * Long.BYTES, Long.BYTES, when)
        .map(PageTables::withoutUsage)
        .flatMap((entry, piece) -> follow(entry, virtual, shift, piece));
  }

  /** Accessed and dirty bits change all the time and matter to no translation. */
  private static Value withoutUsage(Value entry) {
    return entry instanceof Value.Known known
        ? new Value.Known(known.bits() & (ADDRESS | LARGE | PRESENT))
        : entry;
  }

  private Timeline<Value> follow(Value value, long virtual, int shift, Interval when) {
    if (!(value instanceof Value.Known entry)) {
      return Timeline.constant(when, value);
    }
    if ((entry.bits() & PRESENT) == 0) {
      return notMapped(virtual, when);
    }
    boolean leaf = shift == PAGE_SHIFT || (shift < TOP_SHIFT && (entry.bits() & LARGE) != 0);
    if (!leaf) {
      return walk(entry.bits() & ADDRESS, virtual, shift - ENTRY_BITS, when);
    }
    long offset = Bits.mask(shift);
    long physical = (entry.bits() & ADDRESS & ~offset) | (virtual & offset);
    return Timeline.constant(when, new Value.Known(physical));
  }

  private static Timeline<Value> notMapped(long virtual, Interval when) {
    return Timeline.constant(when, new Value.Unknown(Hex.of(virtual) + " is not mapped"));
  }
}
