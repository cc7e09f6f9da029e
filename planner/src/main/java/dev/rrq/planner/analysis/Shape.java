package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Column;
import dev.rrq.grammar.ast.Query;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the clauses of a query come to, in whatever order they were written. The steps are applied
 * in this order: times and conditions, pick, grouping or counting, order, offset and limit.
 *
 * @param pick which end of the time the events are taken from
 * @param times the time in which events count
 * @param conditions clauses that each event must fulfil
 * @param groups columns to group by; empty for no grouping
 * @param count whether the number of rows is asked for
 * @param histogram the column whose values are counted
 * @param details what to add to each row
 * @param show the columns to show; empty for those that are shown by default
 * @param order the columns to sort by; empty for time
 * @param reverse whether the order is turned around
 * @param limit the most rows
 * @param offset rows to leave out
 */
public record Shape(
    Optional<Query.Pick> pick,
    Interval times,
    List<Clause> conditions,
    List<Column> groups,
    boolean count,
    Optional<Clause.Histogram> histogram,
    List<Clause.With.Detail> details,
    List<Column> show,
    List<Clause.OrderBy.Key> order,
    boolean reverse,
    OptionalLong limit,
    long offset) {

  public Shape {
    conditions = List.copyOf(conditions);
    groups = List.copyOf(groups);
    details = List.copyOf(details);
    show = List.copyOf(show);
    order = List.copyOf(order);
  }

  /** The same, with its rows grouped by columns. */
  public Shape groupedBy(List<Column> columns) {
    return new Shape(
        pick,
        times,
        conditions,
        columns,
        count,
        histogram,
        details,
        show,
        order,
        reverse,
        limit,
        offset);
  }

  /**
   * The same, with the values of the histogram's column counted.
   *
   * @param most rows, where the query does not say
   */
  public Shape counted(String column, OptionalLong most) {
    Clause.Histogram clause = histogram.orElseThrow();
    return new Shape(
        pick,
        times,
        conditions,
        List.of(new Column(clause.column().location(), column)),
        true,
        Optional.empty(),
        details,
        show,
        order,
        reverse,
        limit.isPresent() ? limit : most,
        offset);
  }

  /** Whether rows are groups or counts rather than events. */
  public boolean aggregates() {
    return count || !groups.isEmpty() || histogram.isPresent();
  }
}
