package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.duckdb.KeptParts;
import dev.rrq.planner.duckdb.ReplayRows;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Coverage;
import java.util.List;
import java.util.Optional;

/** Says what an empty or partial answer means. */
final class CoverageNote {

  private final Trace trace;
  private final String events;
  private final Interval times;
  private final Optional<ReplayRows> replay;

  /**
   * A note on an answer.
   *
   * @param noun what one event is called
   * @param times which were asked about
   */
  CoverageNote(Trace trace, String noun, Interval times) {
    this(trace, noun, times, Optional.empty());
  }

  /**
   * A note on an answer.
   *
   * @param noun what one event is called
   * @param times which were asked about
   * @param replay what came from replays, if anything did
   */
  CoverageNote(Trace trace, String noun, Interval times, Optional<ReplayRows> replay) {
    this.replay = replay;
    this.trace = trace;
    this.events = EventRelation.plural(noun);
    this.times = times;
  }

  private String replayed(Interval asked) {
    ReplayScan.Reading reading = replay.orElseThrow().reading();
    List<KeptParts.Part> parts = trace.sessions().replays().kept().of(reading);
    boolean keeps = parts.stream().anyMatch(KeptParts.Part::isKept);
    List<Interval> windows = trace.sessions().replays().kept().replayed(reading);
    if (keeps && windows.isEmpty()) {
      return "no %s in [%d, %d]; the index keeps all of them"
          .formatted(events, asked.from(), asked.last());
    }
    boolean all = windows.size() == 1 && windows.get(0).contains(asked);
    String rest =
        all
            ? "all of it was replayed"
            : "what the index does not %s was replayed".formatted(keeps ? "keep" : "cover");
    return "no %s in [%d, %d]; %s".formatted(events, asked.from(), asked.last(), rest);
  }

  /** The note for a number of rows. */
  Optional<String> of(long rows) {
    if (times.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of("no %s: the clauses leave no time".formatted(events));
    }
    Interval asked = times.intersect(new Interval(0, Math.max(1, trace.end())));
    if (asked.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of(
              "no %s: the recording has no such time, it ends at %d"
                  .formatted(events, trace.end()));
    }
    if (replay.isPresent()) {
      return rows > 0 ? Optional.empty() : Optional.of(replayed(asked));
    }
    Coverage wanted = Coverage.of(asked.from(), asked.to());
    Coverage missing = wanted.minus(trace.coverage());
    if (missing.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of(
              "no %s in [%d, %d]; the index covers all of it"
                  .formatted(events, asked.from(), asked.last()));
    }
    Coverage covered = wanted.intersect(trace.coverage());
    String found = rows > 0 ? "" : "no %s in what is covered; ".formatted(events);
    return Optional.of(found + "covered: " + covered + "; not covered: " + missing);
  }
}
