package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqBaseVisitor;
import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Clause;
import java.util.List;

/** Builds clauses. */
final class ClauseBuilder extends RrqBaseVisitor<Clause> {
  @Override
  public Clause visitBetween(RrqParser.BetweenContext context) {
    return new Clause.Between(
        Locations.of(context),
        TimeBuilder.build(context.time(0)),
        TimeBuilder.build(context.time(1)));
  }

  @Override
  public Clause visitBefore(RrqParser.BeforeContext context) {
    return new Clause.Before(Locations.of(context), TimeBuilder.build(context.time()));
  }

  @Override
  public Clause visitAfter(RrqParser.AfterContext context) {
    return new Clause.After(Locations.of(context), TimeBuilder.build(context.time()));
  }

  @Override
  public Clause visitUntil(RrqParser.UntilContext context) {
    return new Clause.Until(Locations.of(context), TimeBuilder.build(context.time()));
  }

  @Override
  public Clause visitSince(RrqParser.SinceContext context) {
    return new Clause.Since(Locations.of(context), TimeBuilder.build(context.time()));
  }

  @Override
  public Clause visitInFunction(RrqParser.InFunctionContext context) {
    return new Clause.InFunction(Locations.of(context), Names.function(context.function()));
  }

  @Override
  public Clause visitUnderFunction(RrqParser.UnderFunctionContext context) {
    return new Clause.UnderFunction(Locations.of(context), Names.function(context.function()));
  }

  @Override
  public Clause visitByTask(RrqParser.ByTaskContext context) {
    return new Clause.ByTask(Locations.of(context), Names.task(context.task()));
  }

  @Override
  public Clause visitByPid(RrqParser.ByPidContext context) {
    return new Clause.ByPid(Locations.of(context), Literals.count(context.NUMBER().getSymbol()));
  }

  @Override
  public Clause visitByIrq(RrqParser.ByIrqContext context) {
    return new Clause.ByIrq(Locations.of(context));
  }

  @Override
  public Clause visitByDevice(RrqParser.ByDeviceContext context) {
    return new Clause.ByDevice(Locations.of(context));
  }

  @Override
  public Clause visitInUser(RrqParser.InUserContext context) {
    return new Clause.InUser(Locations.of(context));
  }

  @Override
  public Clause visitInKernel(RrqParser.InKernelContext context) {
    return new Clause.InKernel(Locations.of(context));
  }

  @Override
  public Clause visitWhere(RrqParser.WhereContext context) {
    return new Clause.Where(Locations.of(context), PredicateBuilder.build(context.condition()));
  }

  @Override
  public Clause visitGroupBy(RrqParser.GroupByContext context) {
    return new Clause.GroupBy(Locations.of(context), Names.columns(context.column()));
  }

  @Override
  public Clause visitCount(RrqParser.CountContext context) {
    return new Clause.Count(Locations.of(context));
  }

  @Override
  public Clause visitHistogram(RrqParser.HistogramContext context) {
    return new Clause.Histogram(Locations.of(context), Names.column(context.column()));
  }

  @Override
  public Clause visitWith(RrqParser.WithContext context) {
    List<Clause.With.Detail> details =
        context.detail().stream().map(ClauseBuilder::detail).distinct().toList();
    return new Clause.With(Locations.of(context), details);
  }

  private static Clause.With.Detail detail(RrqParser.DetailContext context) {
    return switch (context.getStart().getType()) {
      case RrqParser.BACKTRACE -> Clause.With.Detail.BACKTRACE;
      case RrqParser.SOURCE -> Clause.With.Detail.SOURCE;
      case RrqParser.DISASSEMBLY -> Clause.With.Detail.DISASSEMBLY;
      default -> Clause.With.Detail.TASK;
    };
  }

  @Override
  public Clause visitShow(RrqParser.ShowContext context) {
    return new Clause.Show(Locations.of(context), Names.columns(context.column()));
  }

  @Override
  public Clause visitOrderBy(RrqParser.OrderByContext context) {
    List<Clause.OrderBy.Key> keys = context.sortKey().stream().map(ClauseBuilder::key).toList();
    return new Clause.OrderBy(Locations.of(context), keys);
  }

  private static Clause.OrderBy.Key key(RrqParser.SortKeyContext context) {
    return new Clause.OrderBy.Key(
        Locations.of(context), Names.column(context.column()), context.DESC() != null);
  }

  @Override
  public Clause visitReverse(RrqParser.ReverseContext context) {
    return new Clause.Reverse(Locations.of(context));
  }

  @Override
  public Clause visitLimit(RrqParser.LimitContext context) {
    return new Clause.Limit(Locations.of(context), Literals.count(context.NUMBER().getSymbol()));
  }

  @Override
  public Clause visitOffset(RrqParser.OffsetContext context) {
    return new Clause.Offset(Locations.of(context), Literals.count(context.NUMBER().getSymbol()));
  }
}
