package dev.rrq.planner.exec;

import dev.rrq.planner.Column;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.duckdb.KeptParts;
import dev.rrq.planner.duckdb.ReplayRows;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.TaskRelations;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what an empty or partial answer means. */
final class CoverageNote {

  private static final Set<String> TASKS = Set.of("task", "pid");

  private final Trace trace;
  private final String events;
  private final Interval times;
  private final Optional<ReplayRows> replay;

  /** What a replay cannot tell of what is shown. */
  private final List<String> unknown;

  /** When the place was nowhere, for all that the index tells. */
  private final Coverage unplaced;

  /**
   * A note on an answer.
   *
   * @param compiled the question
   * @param replay what came from replays, if anything did
   */
  CoverageNote(Trace trace, QueryCompiler.Compiled compiled, Optional<ReplayRows> replay) {
    this.trace = trace;
    this.events =
        compiled.noun().equals(TaskRelations.TASK)
            ? "first runs of tasks"
            : EventRelation.plural(compiled.noun());
    this.times = compiled.shape().times();
    this.replay = compiled.indexedOnly() ? Optional.empty() : replay;
    this.unplaced = compiled.unplaced();
    this.unknown = unknown(compiled.output().columns().stream().map(Column::name).toList());
  }

  private List<String> unknown(List<String> columns) {
    List<String> unknown = new ArrayList<>();
    boolean tellsTasks = trace.sessions().replays().tellTasks();
    if (!tellsTasks && columns.stream().anyMatch(TASKS::contains)) {
      unknown.add("who ran");
    }
    if (columns.contains("uptime")) {
      unknown.add("the kernel's clock");
    }
    return unknown;
  }

  /** The time that was asked about and of which the answer tells nothing. */
  Coverage missing() {
    // No replay looks for a place at times when the pointers that lead to it are not known.
    Coverage told = replay.isPresent() ? wanted().minus(unplaced) : Coverage.NONE;
    return wanted().minus(trace.coverage()).minus(told);
  }

  private Interval asked() {
    return times.intersect(new Interval(0, Math.max(1, trace.end())));
  }

  private Coverage wanted() {
    return Coverage.of(asked().from(), asked().to());
  }

  private String replayed(Interval asked) {
    List<KeptParts.Part> parts = replay.orElseThrow().parts(trace.sessions().replays());
    boolean keeps = parts.stream().anyMatch(KeptParts.Part::isKept);
    List<Interval> windows = KeptParts.replayed(parts);
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
    Interval asked = asked();
    if (asked.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of(
              "no %s: the recording has no such time, it ends at %d"
                  .formatted(events, trace.end()));
    }
    Coverage missing = missing();
    if (replay.isPresent() && missing.isEmpty()) {
      return rows > 0 ? unknowns() : Optional.of(replayed(asked));
    }
    if (missing.isEmpty()) {
      return rows > 0
          ? Optional.empty()
          : Optional.of(
              "no %s in [%d, %d]; the index covers all of it"
                  .formatted(events, asked.from(), asked.last()));
    }
    Coverage covered = wanted().minus(missing);
    String found = rows > 0 ? "" : "no %s in what is covered; ".formatted(events);
    return Optional.of(found + "covered: " + covered + "; not covered: " + missing);
  }

  /** What a replay cannot tell of the rows that it finds. */
  private Optional<String> unknowns() {
    Coverage replayed = wanted().minus(trace.coverage());
    return unknown.isEmpty() || replayed.isEmpty()
        ? Optional.empty()
        : Optional.of(
            String.join(" and ", unknown) + " is not known of what was replayed: " + replayed);
  }
}
