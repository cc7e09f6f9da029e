package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Column;
import dev.rrq.grammar.ast.Query;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the clauses of a query. */
public final class ShapeReader implements Clause.Visitor<@Nullable Void> {

  private final TimeResolver times;
  private final List<Clause> conditions = new ArrayList<>();
  private final Set<String> once = new HashSet<>();
  private final List<Clause.With.Detail> details = new ArrayList<>();
  private Interval when = Interval.ALWAYS;
  private List<Column> groups = List.of();
  private List<Column> show = List.of();
  private List<Clause.OrderBy.Key> order = List.of();
  private Optional<Clause.Histogram> histogram = Optional.empty();
  private OptionalLong limit = OptionalLong.empty();
  private long offset;
  private boolean count;
  private boolean reverse;

  private ShapeReader(TimeResolver times) {
    this.times = times;
  }

  /**
   * The shape of a query.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if the clauses contradict each other
   */
  public static Shape read(Query query, TimeResolver times) {
    ShapeReader reader = new ShapeReader(times);
    query.clauses().forEach(clause -> clause.accept(reader));
    return reader.shape(query);
  }

  private Shape shape(Query query) {
    return new Shape(
        query.pick(),
        when,
        conditions,
        groups,
        count,
        histogram,
        details,
        show,
        order,
        reverse,
        limit,
        offset);
  }

  private void restrict(Interval interval) {
    when = when.intersect(interval);
  }

  private void once(String name, Clause clause) {
    if (!once.add(name)) {
      throw Problems.error(
          "clause-twice", clause.location(), "there are two '" + name + "' clauses");
    }
  }

  private @Nullable Void condition(Clause clause) {
    conditions.add(clause);
    return null;
  }

  @Override
  public @Nullable Void visitBetween(Clause.Between clause) {
    long from = times.resolve(clause.from());
    long to = times.resolve(clause.to());
    if (from > to) {
      throw Problems.error(
          "times-reversed",
          clause.location(),
          "the first time (" + from + ") is after the second (" + to + ")",
          "write 'between' the earlier 'and' the later; 'reverse' shows the latest first");
    }
    restrict(new Interval(from, to + 1));
    return null;
  }

  @Override
  public @Nullable Void visitBefore(Clause.Before clause) {
    restrict(new Interval(0, times.resolve(clause.time())));
    return null;
  }

  @Override
  public @Nullable Void visitAfter(Clause.After clause) {
    restrict(new Interval(times.resolve(clause.time()) + 1, Long.MAX_VALUE));
    return null;
  }

  @Override
  public @Nullable Void visitUntil(Clause.Until clause) {
    restrict(new Interval(0, times.resolve(clause.time()) + 1));
    return null;
  }

  @Override
  public @Nullable Void visitSince(Clause.Since clause) {
    restrict(new Interval(times.resolve(clause.time()), Long.MAX_VALUE));
    return null;
  }

  @Override
  public @Nullable Void visitInFunction(Clause.InFunction clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitUnderFunction(Clause.UnderFunction clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitByTask(Clause.ByTask clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitByPid(Clause.ByPid clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitByIrq(Clause.ByIrq clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitByDevice(Clause.ByDevice clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitInUser(Clause.InUser clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitInKernel(Clause.InKernel clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitWhere(Clause.Where clause) {
    return condition(clause);
  }

  @Override
  public @Nullable Void visitGroupBy(Clause.GroupBy clause) {
    once("group by", clause);
    groups = clause.columns();
    return null;
  }

  @Override
  public @Nullable Void visitCount(Clause.Count clause) {
    once("count", clause);
    count = true;
    return null;
  }

  @Override
  public @Nullable Void visitHistogram(Clause.Histogram clause) {
    once("histogram", clause);
    histogram = Optional.of(clause);
    return null;
  }

  @Override
  public @Nullable Void visitWith(Clause.With clause) {
    details.addAll(clause.details());
    return null;
  }

  @Override
  public @Nullable Void visitShow(Clause.Show clause) {
    once("show", clause);
    show = clause.columns();
    return null;
  }

  @Override
  public @Nullable Void visitOrderBy(Clause.OrderBy clause) {
    once("order by", clause);
    order = clause.keys();
    return null;
  }

  @Override
  public @Nullable Void visitReverse(Clause.Reverse clause) {
    reverse = true;
    return null;
  }

  @Override
  public @Nullable Void visitLimit(Clause.Limit clause) {
    once("limit", clause);
    limit = OptionalLong.of(clause.rows());
    return null;
  }

  @Override
  public @Nullable Void visitOffset(Clause.Offset clause) {
    once("offset", clause);
    offset = clause.rows();
    return null;
  }
}
