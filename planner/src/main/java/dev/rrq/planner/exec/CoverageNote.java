package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Coverage;
import java.util.Optional;

/** Says what an empty or partial answer means. */
final class CoverageNote {

  private final Trace trace;
  private final String noun;
  private final Interval times;

  /**
   * A note on an answer.
   *
   * @param noun what one event is called
   * @param times which were asked about
   */
  CoverageNote(Trace trace, String noun, Interval times) {
    this.trace = trace;
    this.noun = noun;
    this.times = times;
  }

  /** The note for a number of rows. */
  Optional<String> of(long rows) {
    if (times.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of("no %ss: the clauses leave no time".formatted(noun));
    }
    Interval asked = times.intersect(new Interval(0, Math.max(1, trace.end())));
    if (asked.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of(
              "no %ss: the recording has no such time, it ends at %d".formatted(noun, trace.end()));
    }
    Coverage wanted = Coverage.of(asked.from(), asked.to());
    Coverage missing = wanted.minus(trace.coverage());
    if (missing.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of(
              "no %ss in [%d, %d]; the index covers all of it"
                  .formatted(noun, asked.from(), asked.last()));
    }
    Coverage covered = wanted.intersect(trace.coverage());
    String found = rows > 0 ? "" : "no %ss in what is covered; ".formatted(noun);
    return Optional.of(found + "covered: " + covered + "; not covered: " + missing);
  }
}
