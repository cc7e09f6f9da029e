package dev.rrq.planner.exec;

import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.duckdb.Replays;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.replay.ReplayCost;
import java.util.List;
import java.util.function.Function;

/** Instants of the recording: told by the index where it covers them, and by a replay elsewhere. */
final class Moments {

  private final Context context;
  private final Function<GuestMemory, Moment> standing;

  /**
   * Instants of a trace.
   *
   * @param standing what a machine that stands still tells
   */
  Moments(Context context, Function<GuestMemory, Moment> standing) {
    this.context = context;
    this.standing = standing;
  }

  /**
   * Looks at an instant.
   *
   * @param location of the words that ask for it
   * @param reader must not keep the moment
   */
  <T> T at(long t, Location location, Function<Moment, T> reader) {
    if (context.trace().coverage().tellsStateAt(t)) {
      return reader.apply(Moment.indexed(context, t));
    }
    Replays replays = context.trace().sessions().replays();
    ReplayAccess access = replays.access();
    if (access.hindrance().isPresent()) {
      throw notCovered(context, t, location);
    }
    access.confirm(ReplayCost.of(access, List.of(Interval.at(t))));
    Replays.Cancellation cancellation = replays.watch();
    return access.standing(
        t, cancellation::requested, memory -> reader.apply(standing.apply(memory).named(t)));
  }

  /** The complaint about an instant of which nothing is known. */
  static RuntimeException notCovered(Context context, long t, Location location) {
    return Problems.error(
        "not-covered",
        location,
        "the index does not cover %d; it covers %s".formatted(t, context.trace().coverage()));
  }
}
