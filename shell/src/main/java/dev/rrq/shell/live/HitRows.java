package dev.rrq.shell.live;

import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.exec.LivePlace;
import dev.rrq.planner.exec.LiveRows;
import dev.rrq.planner.exec.LiveView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells what an access did: as the index has it, or by going back to the instruction and executing
 * it again. The machine stands where it stood, afterwards: after the access.
 */
final class HitRows {

  private final LiveMachine machine;
  private final LiveReplay replay;
  private final LiveView view;
  private final Map<Trap.Watch, RowsAhead> ahead = new HashMap<>();

  HitRows(LiveMachine machine) {
    this.machine = machine;
    this.replay = machine.replay();
    this.view = machine.view();
  }

  /**
   * The rows of an access that was just seen; none if it does not count.
   *
   * @param t of the instruction
   * @param before what the place held
   * @param after what it holds
   */
  List<Row> seen(Trap.Watch watch, long t, byte[] before, byte[] after, LiveScreen screen) {
    LivePlace place = watch.place();
    boolean changed = !Arrays.equals(before, after);
    if (changed && view.index().covers(t)) {
      List<Row> indexed =
          ahead.computeIfAbsent(watch, key -> new RowsAhead(view.index(), place)).at(t);
      if (!indexed.isEmpty() || place.condition().isPresent()) {
        return indexed;
      }
      LiveRows rows = view.rows(place);
      if (!rows.changed(before, after)) {
        return List.of();
      }
      screen.say("the index has no write to " + place.text() + " at " + t);
    }
    return view.rows(place).of(hit(t, screen), before, after);
  }

  /**
   * The rows of an access that was not looked at when it was seen.
   *
   * @param t of the instruction
   */
  List<Row> found(Trap.Watch watch, long t, LiveScreen screen) {
    List<Row> rows =
        watch.access() == LiveStatement.Access.WRITE && view.index().covers(t)
            ? indexed(watch.place(), t)
            : List.of();
    return rows.isEmpty() ? again(watch.place(), t, false, screen) : rows;
  }

  /**
   * The rows of an access to a user program's variable; none if it does not count.
   *
   * @param place where the variable is in the process that runs
   * @param t of the instruction
   */
  List<Row> ofUser(Trap.UserWatch watch, LivePlace place, long t, LiveScreen screen) {
    boolean write = watch.access() == LiveStatement.Access.WRITE;
    return write && view.index().covers(t) ? indexed(place, t) : again(place, t, write, screen);
  }

  private List<Row> indexed(LivePlace place, long t) {
    List<Row> rows = new ArrayList<>();
    try (TableResult table = view.index().changes(place, Interval.at(t))) {
      for (Row row = table.next(); row != null; row = table.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  // ---- going back ----

  private List<Row> again(LivePlace place, long t, boolean onlyChanges, LiveScreen screen) {
    byte[] after = view.bytes(place);
    goTo(t, screen);
    byte[] before = view.bytes(place);
    LiveRows.Hit hit = here(t, OptionalLong.of(machine.pc()));
    goTo(t + 1, screen);
    LiveRows rows = view.rows(place);
    return onlyChanges && !rows.changed(before, after) ? List.of() : rows.of(hit, before, after);
  }

  private LiveRows.Hit hit(long t, LiveScreen screen) {
    if (!replay.isReplay()) {
      return here(t, OptionalLong.empty());
    }
    goTo(t, screen);
    LiveRows.Hit hit = here(t, OptionalLong.of(machine.pc()));
    goTo(t + 1, screen);
    return hit;
  }

  private void goTo(long t, LiveScreen screen) {
    replay.goTo(t, screen);
    machine.memory().forget();
  }

  private LiveRows.Hit here(long t, OptionalLong pc) {
    return new LiveRows.Hit(
        t,
        pc,
        view.running(),
        pc.isPresent() ? view.code().function(pc.getAsLong()) : Optional.empty(),
        pc.isPresent() ? view.code().line(pc.getAsLong()) : Optional.empty(),
        machine.backtrace());
  }
}
