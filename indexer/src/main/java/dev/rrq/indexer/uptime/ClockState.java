package dev.rrq.indexer.uptime;

import dev.rrq.indexer.kernel.WatchedMemory;
import dev.rrq.store.LogWriter.Uptime;

/**
 * What {@code local_clock()} would return, as a function of the virtual clock, which is the guest's
 * time-stamp counter: a straight line, and what it is held between.
 *
 * @param line without limits
 * @param least what it returns at least
 * @param most what it returns at most
 */
record ClockState(Uptime line, long least, long most) {

  private static final long SECOND = 1_000_000_000L;

  /** Linux, {@code include/linux/jiffies.h}: {@code INITIAL_JIFFIES} is so long before 0. */
  private static final long JIFFIES_SECONDS = 300;

  private static final long WORD = 0xffff_ffffL;

  /** As memory has it now. */
  static ClockState now(ClockPlaces places, WatchedMemory memory, Addresses addresses) {
    if (isEnabled(memory, places.useTsc())) {
      return scaled(places, memory, addresses);
    }
    long tick = memory.number(places.tickNanoseconds(), Long.BYTES);
    long hertz = tick == 0 ? 0 : (SECOND + tick / 2) / tick;
    long first = (-JIFFIES_SECONDS * hertz) & WORD;
    long jiffies = memory.number(places.jiffies(), Long.BYTES);
    boolean runs = hertz > 0 && Long.compareUnsigned(jiffies, first) >= 0;
    return constant(runs ? (jiffies - first) * (SECOND / hertz) : 0);
  }

  /**
   * Where the per-CPU variables of CPU 0 are now.
   *
   * @param scale physical address of {@code cyc2ns}
   * @param filter physical address of {@code sched_clock_data}
   */
  record Addresses(long scale, long filter) {}

  private static ClockState scaled(ClockPlaces places, WatchedMemory memory, Addresses addresses) {
    ClockPlaces.Scale members = places.scales();
    long sequence = memory.number(addresses.scale() + members.sequence(), Integer.BYTES);
    long copy = addresses.scale() + (sequence & 1) * members.copySize();
    long multiplier = memory.number(copy + members.multiplier(), Integer.BYTES);
    int shift = (int) memory.number(copy + members.shift(), Integer.BYTES);
    long offset = memory.number(copy + members.nanoseconds(), Long.BYTES);
    if (isEnabled(memory, places.stable())) {
      long stable = memory.number(places.stableOffset(), Long.BYTES);
      return line(multiplier, shift, offset + stable);
    } else if (!isEnabled(memory, places.running())) {
      return line(multiplier, shift, offset);
    }
    return filtered(places, memory, addresses.filter(), new Uptime(0, multiplier, shift, offset));
  }

  /** {@code sched_clock_local()}. */
  private static ClockState filtered(
      ClockPlaces places, WatchedMemory memory, long filter, Uptime counter) {
    ClockPlaces.Filter members = places.filters();
    long tick = memory.number(places.tickNanoseconds(), Long.BYTES);
    long hertz = Math.max(1, (SECOND + tick / 2) / Math.max(1, tick));
    long raw = memory.number(filter + members.tickRaw(), Long.BYTES);
    long day =
        memory.number(filter + members.tickGtod(), Long.BYTES)
            + memory.number(places.gtodOffset(), Long.BYTES);
    long clock = memory.number(filter + members.clock(), Long.BYTES);
    long most = Math.max(clock, day + (SECOND + hertz / 2) / hertz);
    Uptime line =
        new Uptime(0, counter.multiplier(), counter.shift(), counter.nanoseconds() + day - raw);
    return new ClockState(line, Math.max(day, clock), most);
  }

  private static ClockState line(long multiplier, int shift, long nanoseconds) {
    return new ClockState(
        new Uptime(0, multiplier, shift, nanoseconds), Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private static ClockState constant(long nanoseconds) {
    return line(0, 0, nanoseconds);
  }

  /** A static key: its first word is positive when the code is patched. */
  private static boolean isEnabled(WatchedMemory memory, long key) {
    return (int) memory.number(key, Integer.BYTES) > 0;
  }
}
