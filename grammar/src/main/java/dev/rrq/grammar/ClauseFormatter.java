package dev.rrq.grammar;

import dev.rrq.grammar.ast.Clause;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes clauses. */
final class ClauseFormatter implements Clause.Visitor<String> {
  @Override
  public String visitBetween(Clause.Between clause) {
    return "between %s and %s"
        .formatted(Formatter.format(clause.from()), Formatter.format(clause.to()));
  }

  @Override
  public String visitBefore(Clause.Before clause) {
    return "before " + Formatter.format(clause.time());
  }

  @Override
  public String visitAfter(Clause.After clause) {
    return "after " + Formatter.format(clause.time());
  }

  @Override
  public String visitUntil(Clause.Until clause) {
    return "until " + Formatter.format(clause.time());
  }

  @Override
  public String visitSince(Clause.Since clause) {
    return "since " + Formatter.format(clause.time());
  }

  @Override
  public String visitInFunction(Clause.InFunction clause) {
    return "in " + NameFormatter.function(clause.function());
  }

  @Override
  public String visitUnderFunction(Clause.UnderFunction clause) {
    return "under " + NameFormatter.function(clause.function());
  }

  @Override
  public String visitByTask(Clause.ByTask clause) {
    return "by task " + NameFormatter.task(clause.task());
  }

  @Override
  public String visitByPid(Clause.ByPid clause) {
    return "by pid " + clause.pid();
  }

  @Override
  public String visitByIrq(Clause.ByIrq clause) {
    return "by irq";
  }

  @Override
  public String visitByDevice(Clause.ByDevice clause) {
    return "by device";
  }

  @Override
  public String visitInUser(Clause.InUser clause) {
    return "in user";
  }

  @Override
  public String visitInKernel(Clause.InKernel clause) {
    return "in kernel";
  }

  @Override
  public String visitWhere(Clause.Where clause) {
    return "where " + Formatter.format(clause.predicate());
  }

  @Override
  public String visitGroupBy(Clause.GroupBy clause) {
    return "group by " + NameFormatter.columns(clause.columns());
  }

  @Override
  public String visitCount(Clause.Count clause) {
    return "count";
  }

  @Override
  public String visitHistogram(Clause.Histogram clause) {
    return "histogram of " + NameFormatter.column(clause.column());
  }

  @Override
  public String visitWith(Clause.With clause) {
    return clause.details().stream()
        .map(detail -> detail.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", ", "with ", ""));
  }

  @Override
  public String visitShow(Clause.Show clause) {
    return "show " + NameFormatter.columns(clause.columns());
  }

  @Override
  public String visitOrderBy(Clause.OrderBy clause) {
    return clause.keys().stream()
        .map(key -> NameFormatter.column(key.column()) + (key.descending() ? " desc" : ""))
        .collect(Collectors.joining(", ", "order by ", ""));
  }

  @Override
  public String visitReverse(Clause.Reverse clause) {
    return "reverse";
  }

  @Override
  public String visitLimit(Clause.Limit clause) {
    return "limit " + clause.rows();
  }

  @Override
  public String visitOffset(Clause.Offset clause) {
    return "offset " + clause.rows();
  }
}
