package dev.rrq.shell.live;

import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.indexer.live.Stop;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds what a replay would have stopped at last before where it stands: in the index where that
 * tells, else by running on from one snapshot after the other, the nearest first.
 */
final class LiveReverse {

  private final LiveMachine machine;
  private final List<Long> snapshots;

  /**
   * For a machine.
   *
   * @param snapshots times to which it can go fast, in any order
   */
  LiveReverse(LiveMachine machine, Collection<Long> snapshots) {
    this.machine = machine;
    this.snapshots = snapshots.stream().sorted().toList();
  }

  /**
   * What the index knows of the last stop.
   *
   * @param event the last that it has
   * @param rest the traps of which it may have missed a later one
   */
  private record Found(Optional<Event> event, List<Trap> rest) {}

  /**
   * Goes back to the last stop before now.
   *
   * @return empty if there is none; the machine is then where it was
   */
  Optional<Event> previous(Collection<? extends Trap> traps, LiveScreen screen) {
    long now = machine.replay().now();
    Found indexed = inIndex(traps, now);
    long floor = indexed.event().map(event -> event.stop().t()).orElse(0L);
    Optional<Event> run =
        indexed.rest().isEmpty() ? Optional.empty() : inWindows(indexed.rest(), floor, now, screen);
    if (screen.isCancelled()) {
      return Optional.of(Event.of(new Stop.Interrupted(machine.replay().now())));
    }
    Optional<Event> last = run.isPresent() ? run : indexed.event();
    if (last.isEmpty()) {
      machine.goTo(now, screen);
      return Optional.empty();
    }
    return Optional.of(machine.revisit(last.get(), screen));
  }

  // ---- the index ----

  private Found inIndex(Collection<? extends Trap> traps, long now) {
    Optional<Event> latest = Optional.empty();
    List<Trap> rest = new ArrayList<>();
    for (Trap trap : traps) {
      Optional<Event> last = last(trap, now);
      if (last.isPresent() && last.get().stop().t() > latest.map(e -> e.stop().t()).orElse(-1L)) {
        latest = last;
      }
      // What the index does not cover may hide a later one.
      long from = last.map(Event::t).orElse(0L);
      if (!isInIndex(trap) || !machine.view().index().covers(from, now)) {
        rest.add(trap);
      }
    }
    return new Found(latest, rest);
  }

  private static boolean isInIndex(Trap trap) {
    return trap instanceof Trap.Break
        || (trap instanceof Trap.Watch watch && watch.access() == LiveStatement.Access.WRITE);
  }

  /** The last event of a trap that the index has. */
  private Optional<Event> last(Trap trap, long now) {
    if (trap instanceof Trap.Break point) {
      OptionalLong t = machine.view().index().lastCall(point.function(), before(now));
      return t.isEmpty()
          ? Optional.empty()
          : Optional.of(new Event(new Stop.Broken(t.getAsLong(), 0), Optional.of(trap), List.of()));
    }
    if (!isInIndex(trap) || now < 2) {
      return Optional.empty();
    }
    Trap.Watch watch = (Trap.Watch) trap;
    Interval when = before(now - 1);
    if (when.isEmpty()) {
      return Optional.empty();
    }
    try (TableResult table = machine.view().index().lastChanges(watch.place(), when, 1)) {
      Row row = table.next();
      int t = table.columns().stream().map(c -> c.name()).toList().indexOf("t");
      return row != null && row.value(t) instanceof Long time
          ? Optional.of(watched(trap, time))
          : Optional.empty();
    }
  }

  /** The time before an instant that the index covers without a gap. */
  private Interval before(long t) {
    return t < 1
        ? new Interval(0, 0)
        : machine.view().index().coveredAround(t - 1).intersect(new Interval(0, t));
  }

  private static Event watched(Trap trap, long t) {
    return new Event(
        new Stop.Watched(t + 1, BreakpointKind.WRITE, 0), Optional.of(trap), List.of());
  }

  // ---- windows ----

  /** The last event that leaves the machine after a floor and before now. */
  private Optional<Event> inWindows(List<Trap> traps, long floor, long now, LiveScreen screen) {
    long end = now;
    for (int i = snapshots.size() - 1; i >= 0 && end > floor + 1; i--) {
      if (snapshots.get(i) >= end) {
        continue;
      }
      long start = Math.max(snapshots.get(i), floor);
      Optional<Event> last = lastIn(traps, start, end, screen);
      if (last.isPresent() || screen.isCancelled()) {
        return last;
      }
      end = start + 1;
    }
    return Optional.empty();
  }

  private Optional<Event> lastIn(List<Trap> traps, long start, long end, LiveScreen screen) {
    Event event = machine.goTo(start, screen);
    Optional<Event> last = Optional.empty();
    while (!screen.isCancelled() && machine.replay().now() < end - 1) {
      event = machine.runBlind(traps, OptionalLong.of(end - 1), screen);
      if (event.trap().isEmpty()) {
        break;
      }
      last = Optional.of(event);
    }
    return last;
  }
}
