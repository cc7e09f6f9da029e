package dev.rrq.shell.live;

import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.indexer.live.Stop;
import dev.rrq.planner.Row;
import dev.rrq.planner.Session;
import dev.rrq.planner.exec.LivePlace;
import dev.rrq.planner.exec.LiveView;
import dev.rrq.symbols.orc.OrcUnwinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A replay, the language's view of it, and the loop that runs it until something counts. */
final class LiveMachine implements AutoCloseable {

  private final LiveReplay replay;
  private final StoppedMemory memory;
  private final LiveView view;
  private final Map<Trap.Watch, byte[]> held = new HashMap<>();
  private final HitRows rows;

  LiveMachine(LiveReplay replay, Session session) {
    this.replay = replay;
    this.memory = new StoppedMemory(replay::memory, replay::registers);
    this.view = session.live(memory);
    this.rows = new HitRows(this);
  }

  LiveReplay replay() {
    return replay;
  }

  StoppedMemory memory() {
    return memory;
  }

  LiveView view() {
    return view;
  }

  /** The length of the recording. */
  long end() {
    return replay.length().orElse(view.index().end());
  }

  // ---- moving ----

  /** Goes to an instant. */
  Event goTo(long t, LiveScreen screen) {
    return moved(screen, () -> replay.goTo(t, screen));
  }

  /** Executes so many instructions. */
  Event step(long instructions, LiveScreen screen) {
    return moved(screen, () -> replay.step(instructions, screen));
  }

  private Event moved(LiveScreen screen, java.util.function.Supplier<Stop> move) {
    replay.setBreakpoints(Set.of());
    screen.begin(end());
    try {
      return Event.of(move.get());
    } finally {
      screen.clear();
      forget();
    }
  }

  /** Must be called when the machine has moved by other means. */
  void forget() {
    memory.forget();
    held.clear();
  }

  /**
   * Runs until an access counts, a function begins, or an instant.
   *
   * @param until where to stop at the latest; empty for the end
   */
  Event run(Collection<? extends Trap> traps, OptionalLong until, LiveScreen screen) {
    return run(traps, until, true, screen);
  }

  /** The same, but an access that counts whatever it did is not looked at: it has no rows. */
  Event runBlind(Collection<? extends Trap> traps, OptionalLong until, LiveScreen screen) {
    return run(traps, until, false, screen);
  }

  private Event run(
      Collection<? extends Trap> traps, OptionalLong until, boolean looks, LiveScreen screen) {
    screen.begin(end());
    Set<Breakpoint> wanted = new LinkedHashSet<>();
    traps.forEach(trap -> wanted.addAll(trap.breakpoints()));
    replay.setBreakpoints(wanted);
    List<Trap.Watch> watches = watches(traps);
    try {
      hold(watches);
      while (true) {
        Stop stop = replay.resume(until, screen);
        memory.forget();
        Optional<Event> event = event(stop, traps, watches, looks, screen);
        if (event.isPresent()) {
          return event.get();
        }
        screen.at(stop.t());
        if (screen.isCancelled()) {
          return Event.of(new Stop.Interrupted(stop.t()));
        }
      }
    } finally {
      screen.clear();
    }
  }

  private static List<Trap.Watch> watches(Collection<? extends Trap> traps) {
    List<Trap.Watch> watches = new ArrayList<>();
    for (Trap trap : traps) {
      if (trap instanceof Trap.Watch watch) {
        watches.add(watch);
      }
    }
    return watches;
  }

  private void hold(List<Trap.Watch> watches) {
    for (Trap.Watch watch : watches) {
      held.computeIfAbsent(watch, key -> view.bytes(key.place()));
    }
  }

  private Optional<Event> event(
      Stop stop,
      Collection<? extends Trap> traps,
      List<Trap.Watch> watches,
      boolean looks,
      LiveScreen screen) {
    if (stop instanceof Stop.Broken broken) {
      return begun(broken, traps);
    }
    if (stop instanceof Stop.Watched watched) {
      Optional<Event> event = accessed(watched, watches, looks, screen);
      return event.isPresent() ? event : userAccess(watched, traps, screen);
    }
    // A store in the last instruction before an instant may be told as the instant only.
    Stop.Watched last = new Stop.Watched(stop.t(), BreakpointKind.WRITE, 0);
    return accessed(last, watches, looks, screen).or(() -> Optional.of(Event.of(stop)));
  }

  /** The function that begins; empty if it is that of a program, and something else runs there. */
  private Optional<Event> begun(Stop.Broken stop, Collection<? extends Trap> traps) {
    List<Trap> here = new ArrayList<>();
    for (Trap trap : traps) {
      if (trap.breakpoints().contains(Breakpoint.at(stop.pc()))) {
        here.add(trap);
      }
    }
    Optional<Trap> counts =
        here.stream()
            .filter(trap -> !(trap instanceof Trap.UserBreak user) || view.code().runs(user.code()))
            .findFirst();
    return counts.isEmpty() && !here.isEmpty()
        ? Optional.empty()
        : Optional.of(new Event(stop, counts, List.of()));
  }

  /** The first watch for which an access counts; all of them learn what their places hold now. */
  private Optional<Event> accessed(
      Stop.Watched stop, List<Trap.Watch> watches, boolean looks, LiveScreen screen) {
    Optional<Event> first = Optional.empty();
    for (Trap.Watch watch : watches) {
      byte[] now = view.bytes(watch.place());
      byte[] before = java.util.Objects.requireNonNull(held.put(watch, now));
      boolean changed = !Arrays.equals(before, now);
      boolean named = watch.breakpoints().stream().anyMatch(point -> isHit(point, stop));
      boolean counts = watch.access() == LiveStatement.Access.WRITE ? changed : named || changed;
      boolean sure = !looks && watch.place().condition().isEmpty();
      if (counts && first.isEmpty() && sure) {
        first = Optional.of(new Event(stop, Optional.of(watch), List.of()));
      } else if (counts && first.isEmpty()) {
        List<Row> seen = rows.seen(watch, stop.t() - 1, before, now, screen);
        if (!seen.isEmpty()) {
          first = Optional.of(new Event(stop, Optional.of(watch), seen));
        }
      }
    }
    return first;
  }

  /** An access to a variable of a user program, if it was one of its processes. */
  private Optional<Event> userAccess(
      Stop.Watched stop, Collection<? extends Trap> traps, LiveScreen screen) {
    for (Trap trap : traps) {
      boolean hit = trap.breakpoints().stream().anyMatch(point -> isHit(point, stop));
      if (trap instanceof Trap.UserWatch watch && hit) {
        Optional<LivePlace> place = view.here(watch.place());
        List<Row> found =
            place.isPresent()
                ? rows.ofUser(watch, place.get(), stop.t() - 1, screen)
                : List.<Row>of();
        if (!found.isEmpty()) {
          return Optional.of(new Event(stop, Optional.of(watch), found));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isHit(Breakpoint point, Stop.Watched stop) {
    return point.kind() == stop.kind() && point.address() == stop.address();
  }

  /**
   * Goes to where an event left the machine, and tells of it as when it happened. The watchpoint is
   * not set for that: QEMU 7.2 may fail when one is hit as soon as the machine runs.
   */
  Event revisit(Event event, LiveScreen screen) {
    Stop there = goTo(event.stop().t(), screen).stop();
    boolean arrived = there instanceof Stop.Reached || there instanceof Stop.Ended;
    if (!arrived || !event.rows().isEmpty()) {
      return arrived ? event : Event.of(there);
    }
    if (!(event.trap().orElse(null) instanceof Trap.Watch watch)) {
      return event;
    }
    return new Event(event.stop(), event.trap(), rows.found(watch, event.t(), screen));
  }

  // ---- looking ----

  /** The address of the next instruction. */
  long pc() {
    return replay.registers().programCounter();
  }

  /** The call stack where it stands. */
  List<String> backtrace() {
    RegisterValues values = replay.registers();
    return view.code()
        .backtrace(
            new OrcUnwinder.Registers(
                values.programCounter(),
                values.number("rsp"),
                values.number("rbp"),
                values.number("r10"),
                values.number("r13"),
                values.number("rdi"),
                values.number("rdx")));
  }

  @Override
  public void close() {
    replay.close();
  }
}
