package dev.rrq.shell.live;

import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.indexer.live.Stop;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
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

  /** What is known of the last stop: at or after {@code unknownFrom} nobody has looked. */
  private record Found(OptionalLong stand, List<Trap> toRun) {}

  /**
   * Goes back to the last stop before now.
   *
   * @return empty if there is none; the machine is then where it was
   */
  Optional<Event> previous(Collection<? extends Trap> traps, LiveScreen screen) {
    long now = machine.replay().now();
    Found found = inIndex(traps, now);
    long floor = found.stand().orElse(0);
    Optional<Event> run =
        found.toRun().isEmpty() ? Optional.empty() : inWindows(found.toRun(), floor, now, screen);
    if (screen.isCancelled()) {
      return Optional.of(Event.of(new Stop.Interrupted(machine.replay().now())));
    }
    long stand = run.map(event -> event.stop().t()).orElse(floor);
    if (run.isEmpty() && found.stand().isEmpty()) {
      machine.goTo(now, screen);
      return Optional.empty();
    }
    return Optional.of(arrive(traps, stand, run, screen));
  }

  /** Goes to just before the event and lets it happen, so that it is told as on the way there. */
  private Event arrive(
      Collection<? extends Trap> traps, long stand, Optional<Event> run, LiveScreen screen) {
    Event there = machine.goTo(Math.max(0, stand - 1), screen);
    if (there.stop() instanceof Stop.Interrupted) {
      return there;
    }
    Event again = machine.run(traps, OptionalLong.of(stand), screen);
    if (again.stop() instanceof Stop.Reached && run.isPresent()) {
      return run.get();
    }
    return again;
  }

  // ---- the index ----

  private Found inIndex(Collection<? extends Trap> traps, long now) {
    long stand = -1;
    List<Trap> rest = new ArrayList<>();
    for (Trap trap : traps) {
      OptionalLong last = last(trap, now);
      stand = Math.max(stand, last.orElse(-1));
      // What the index does not cover may hide a later one.
      long from = last.orElse(0);
      if (!isInIndex(trap) || !machine.view().covers(from, now)) {
        rest.add(trap);
      }
    }
    return new Found(stand < 0 ? OptionalLong.empty() : OptionalLong.of(stand), rest);
  }

  private static boolean isInIndex(Trap trap) {
    return trap instanceof Trap.Break
        || (trap instanceof Trap.Watch watch && watch.access() == LiveStatement.Access.WRITE);
  }

  /** Where the machine would have stood after the last event of a trap that the index has. */
  private OptionalLong last(Trap trap, long now) {
    if (trap instanceof Trap.Break point) {
      return machine.view().lastCall(point.function(), now);
    }
    if (!isInIndex(trap) || now < 2) {
      return OptionalLong.empty();
    }
    Trap.Watch watch = (Trap.Watch) trap;
    try (TableResult table =
        machine.view().changes(watch.place(), 0, now - 1, OptionalLong.of(1))) {
      Row row = table.next();
      int t = table.columns().stream().map(c -> c.name()).toList().indexOf("t");
      return row != null && row.value(t) instanceof Long time
          ? OptionalLong.of(time + 1)
          : OptionalLong.empty();
    }
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
