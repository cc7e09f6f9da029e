package dev.rrq.indexer.uptime;

import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.indexer.kernel.WatchedMemory;
import dev.rrq.indexer.kernel.WatchedMemory.Change;
import dev.rrq.store.GuestClock;
import dev.rrq.store.Interval;
import dev.rrq.store.LogWriter;
import dev.rrq.store.LogWriter.Uptime;
import dev.rrq.store.TraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Derives how the kernel's uptime comes from the virtual clock, from the changes of the variables
 * that its own clock reads.
 */
public final class UptimeScan {

  /** The two halves of a tick's stamp are written so soon after each other. */
  private static final long TOGETHER = 256;

  /** What a change made of the stamp of a tick, which nobody reads while half of it is written. */
  private enum Half {
    NONE,
    RAW,
    DAY
  }

  private final ClockPlaces places;
  private final KernelPlaces kernel;
  private final WatchedMemory memory;
  private final GuestClock clock;
  private final Map<Long, ClockState.Addresses> cpuAreas = new LinkedHashMap<>();
  private final List<Uptime> uptimes = new ArrayList<>();
  private @Nullable ClockState state;
  private long since;
  private Half half = Half.NONE;

  private UptimeScan(ClockPlaces places, KernelPlaces kernel, TraceStore store, Interval time) {
    this.places = places;
    this.kernel = kernel;
    this.memory = new WatchedMemory(store, time);
    this.clock = store.clock();
    this.since = time.from();
  }

  /**
   * Scans a stretch of the index and writes what it finds.
   *
   * @return whether this kernel's clock could be followed
   */
  public static boolean run(TraceStore store, Interval time, LogWriter writer) {
    Optional<KernelPlaces> kernel = KernelPlaces.of(store);
    Optional<ClockPlaces> places = kernel.flatMap(ClockPlaces::of);
    if (places.isEmpty()) {
      return false;
    }
    UptimeScan scan = new UptimeScan(places.get(), kernel.get(), store, time);
    scan.watch(store, time);
    scan.state = scan.now();
    scan.memory.follow(scan::changed);
    scan.tell(time.to() + 1);
    writer.uptimes(scan.uptimes);
    return true;
  }

  private void watch(TraceStore store, Interval time) {
    for (long key : List.of(places.useTsc(), places.stable(), places.running())) {
      memory.watch(key, Integer.BYTES);
    }
    for (long word :
        List.of(
            places.stableOffset(),
            places.gtodOffset(),
            places.jiffies(),
            places.tickNanoseconds(),
            places.perCpuOffset())) {
      memory.watch(word, Long.BYTES);
    }
    WatchedMemory bases = new WatchedMemory(store, time);
    bases.watch(places.perCpuOffset(), Long.BYTES);
    watchArea(bases.number(places.perCpuOffset(), Long.BYTES));
    bases.follow(change -> watchArea(bases.number(places.perCpuOffset(), Long.BYTES)));
  }

  private void watchArea(long base) {
    OptionalLong scale = kernel.physical(base + places.scale());
    OptionalLong filter = kernel.physical(base + places.filter());
    if (scale.isPresent() && filter.isPresent() && !cpuAreas.containsKey(base)) {
      cpuAreas.put(base, new ClockState.Addresses(scale.getAsLong(), filter.getAsLong()));
      memory.watch(scale.getAsLong(), places.scales().size());
      memory.watch(filter.getAsLong(), places.filters().size());
    }
  }

  private @Nullable ClockState now() {
    long base = memory.number(places.perCpuOffset(), Long.BYTES);
    ClockState.Addresses addresses = cpuAreas.get(base);
    return addresses == null ? null : ClockState.now(places, memory, addresses);
  }

  private void changed(Change change) {
    ClockState next = now();
    if (Objects.equals(next, state)) {
      return;
    }
    Half now = half(change);
    boolean completes = half != Half.NONE && now != Half.NONE && now != half;
    if (!completes || change.effect() - since > TOGETHER) {
      tell(change.effect());
    }
    state = next;
    since = change.effect();
    half = completes ? Half.NONE : now;
  }

  private Half half(Change change) {
    ClockPlaces.Filter members = places.filters();
    for (ClockState.Addresses area : cpuAreas.values()) {
      if (change.touches(area.filter() + members.tickRaw(), Long.BYTES)) {
        return Half.RAW;
      } else if (change.touches(area.filter() + members.tickGtod(), Long.BYTES)) {
        return Half.DAY;
      }
    }
    return Half.NONE;
  }

  /** Tells what held until now. */
  private void tell(long to) {
    ClockState held = state;
    if (held == null) {
      return;
    }
    long rises =
        held.least() == Long.MIN_VALUE
            ? since
            : firstAbove(held.line(), held.least() - 1, since, to);
    if (rises > since) {
      add(since, new Uptime(since, 0, 0, held.least()));
    }
    long ends = firstAbove(held.line(), held.most(), rises, to);
    if (ends > rises) {
      add(rises, held.line());
    }
    if (to > ends) {
      add(ends, new Uptime(ends, 0, 0, held.most()));
    }
  }

  private void add(long t, Uptime line) {
    Uptime last = uptimes.isEmpty() ? null : uptimes.get(uptimes.size() - 1);
    boolean goesOn =
        last != null
            && last.multiplier() == line.multiplier()
            && last.shift() == line.shift()
            && last.nanoseconds() == line.nanoseconds();
    if (!goesOn) {
      uptimes.add(new Uptime(t, line.multiplier(), line.shift(), line.nanoseconds()));
    }
  }

  /** The first instant of a stretch at which a line is above a limit; its end if it never is. */
  private long firstAbove(Uptime line, long limit, long from, long to) {
    long early = from;
    long late = to;
    while (early < late) {
      long middle = early + (late - early) / 2;
      OptionalLong virtual = clock.virtual(middle);
      if (virtual.isPresent() && GuestClock.uptime(line, virtual.getAsLong()) > limit) {
        late = middle;
      } else {
        early = middle + 1;
      }
    }
    return early;
  }
}
