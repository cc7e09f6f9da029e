package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Coverage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What the index tells about the time around the instant at which a machine stands. */
public final class LiveIndex {

  private final Trace trace;
  private final QueryRunner queries;

  LiveIndex(Trace trace, QueryRunner queries) {
    this.trace = trace;
    this.queries = queries;
  }

  /** The length of the recording. */
  public long end() {
    return trace.end();
  }

  /**
   * Whether the index covers an instant.
   *
   * @param t icount
   */
  public boolean covers(long t) {
    return trace.coverage().contains(t);
  }

  /**
   * Whether the index covers all of a time.
   *
   * @param from icount
   * @param to icount, exclusive
   */
  public boolean covers(long from, long to) {
    return from >= to || trace.coverage().containsAll(Coverage.of(from, to));
  }

  /** The time around an instant that the index covers without a gap; empty if not even that. */
  public Interval coveredAround(long t) {
    return trace.coverage().intervals().stream()
        .map(covered -> new Interval(covered.from(), covered.to()))
        .filter(covered -> covered.contains(t))
        .findFirst()
        .orElse(new Interval(t, t));
  }

  /**
   * The rows of all changes of a place that fulfil its condition, with their call stacks.
   *
   * @param when a time that the index covers
   */
  public TableResult changes(LivePlace place, Interval when) {
    return queries.run(changesOf(place, when, Optional.empty()), place.target());
  }

  /**
   * The first of them.
   *
   * @param count at most so many, at least 1
   */
  public TableResult firstChanges(LivePlace place, Interval when, long count) {
    return picked(place, when, Query.End.FIRST, count);
  }

  /**
   * The last of them, the latest first.
   *
   * @param count at most so many, at least 1
   */
  public TableResult lastChanges(LivePlace place, Interval when, long count) {
    return picked(place, when, Query.End.LAST, count);
  }

  private TableResult picked(LivePlace place, Interval when, Query.End end, long count) {
    Query.Pick pick = new Query.Pick(place.place().location(), end, count);
    return queries.run(changesOf(place, when, Optional.of(pick)), place.target());
  }

  static Query changesOf(LivePlace place, Interval when, Optional<Query.Pick> pick) {
    Location at = place.place().location();
    List<Clause> clauses = new ArrayList<>();
    clauses.add(
        new Clause.Between(
            at,
            new Time.Icount(at, when.from()),
            new Time.Icount(at, Math.max(when.from(), when.last()))));
    place.condition().ifPresent(condition -> clauses.add(new Clause.Where(at, condition)));
    clauses.add(new Clause.With(at, List.of(Clause.With.Detail.BACKTRACE)));
    return new Query(at, pick, new Subject.Writes(at, place.place()), clauses);
  }

  /**
   * The time of the last call of a function, as the index has it.
   *
   * @param when a time that the index covers
   */
  public OptionalLong lastCall(FunctionName function, Interval when) {
    if (when.isEmpty()) {
      return OptionalLong.empty();
    }
    Location at = function.location();
    Clause.Between times =
        new Clause.Between(at, new Time.Icount(at, when.from()), new Time.Icount(at, when.last()));
    Query query =
        new Query(
            at,
            Optional.of(new Query.Pick(at, Query.End.LAST, 1)),
            new Subject.CallsTo(at, function),
            List.of(times));
    try (TableResult table = queries.run(query, row -> {})) {
      int t = names(table).indexOf("t");
      Row row = table.next();
      return row != null && row.value(t) instanceof Long time
          ? OptionalLong.of(time)
          : OptionalLong.empty();
    }
  }

  private static List<String> names(TableResult table) {
    return table.columns().stream().map(Column::name).toList();
  }
}
