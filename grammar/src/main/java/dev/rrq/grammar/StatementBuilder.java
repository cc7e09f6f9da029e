package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqBaseVisitor;
import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Expectation;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.LetValue;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Output;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.util.OptionalLong;

/** Builds statements. */
final class StatementBuilder extends RrqBaseVisitor<Statement> {
  static Statement build(RrqParser.StatementContext context) {
    Statement statement = context.action().accept(new StatementBuilder());
    if (context.output() == null) {
      return statement;
    }
    Output output = output(context.output());
    if (!HasRows.of(statement)) {
      throw new DiagnosticException(
          Diagnostic.error(
              "syntax", output.location(), "this statement has no rows to send anywhere"));
    }
    return new Statement.WithOutput(statement.location().to(output.location()), statement, output);
  }

  private static Output output(RrqParser.OutputContext context) {
    Location location = Locations.of(context);
    if (context.shellCommand() != null) {
      return new Output(location, Output.Mode.PIPE, context.shellCommand().getText());
    }
    Output.Mode mode =
        switch (context.getStart().getText()) {
          case ">>" -> Output.Mode.APPEND;
          case ">!" -> Output.Mode.REPLACE;
          default -> Output.Mode.CREATE;
        };
    return new Output(location, mode, Literals.file(context.FILE().getSymbol()));
  }

  @Override
  public Statement visitQueryAction(RrqParser.QueryActionContext context) {
    return QueryBuilder.build(context.query());
  }

  @Override
  public Statement visitLetAction(RrqParser.LetActionContext context) {
    return new Statement.Let(
        Locations.of(context), Names.of(context.identifier()), letValue(context.letValue()));
  }

  private static LetValue letValue(RrqParser.LetValueContext context) {
    Location location = Locations.of(context);
    if (context.query() != null) {
      Query query = QueryBuilder.build(context.query());
      return context.LPAREN() == null
          ? new LetValue.OfQuery(location, query)
          : new LetValue.OfTime(location, new Time.Event(location, query));
    }
    if (context.time() != null) {
      return new LetValue.OfTime(location, TimeBuilder.build(context.time()));
    }
    Place place = PlaceBuilder.build(context.place());
    if (place instanceof Place.Range range) {
      return new LetValue.OfRange(location, range);
    }
    Expression expression = ((Place.Lvalue) place).expression();
    return new LetValue.OfExpression(location, expression, TimeBuilder.of(expression));
  }

  @Override
  public Statement visitMarkAction(RrqParser.MarkActionContext context) {
    return new Statement.Mark(
        Locations.of(context),
        Names.of(context.identifier()),
        TimeBuilder.optional(context.time()));
  }

  @Override
  public Statement visitMarksAction(RrqParser.MarksActionContext context) {
    return new Statement.Marks(Locations.of(context));
  }

  @Override
  public Statement visitPrintAction(RrqParser.PrintActionContext context) {
    return print(context.print());
  }

  private static Statement.Print print(RrqParser.PrintContext context) {
    return new Statement.Print(
        Locations.of(context),
        ExpressionBuilder.build(context.value()),
        TimeBuilder.optional(context.time()));
  }

  @Override
  public Statement visitDiffAction(RrqParser.DiffActionContext context) {
    return new Statement.Diff(
        Locations.of(context),
        PlaceBuilder.build(context.place()),
        TimeBuilder.build(context.time(0)),
        TimeBuilder.build(context.time(1)));
  }

  @Override
  public Statement visitBacktraceAction(RrqParser.BacktraceActionContext context) {
    return new Statement.Backtrace(Locations.of(context), TimeBuilder.optional(context.time()));
  }

  @Override
  public Statement visitAroundAction(RrqParser.AroundActionContext context) {
    OptionalLong events =
        context.NUMBER() == null
            ? OptionalLong.empty()
            : OptionalLong.of(Literals.count(context.NUMBER().getSymbol()));
    return new Statement.Around(Locations.of(context), TimeBuilder.build(context.time()), events);
  }

  @Override
  public Statement visitWhyAction(RrqParser.WhyActionContext context) {
    OptionalLong limit =
        context.NUMBER() == null
            ? OptionalLong.empty()
            : OptionalLong.of(Literals.count(context.NUMBER().getSymbol()));
    return new Statement.Why(
        Locations.of(context),
        PlaceBuilder.build(context.place()),
        TimeBuilder.optional(context.time()),
        limit);
  }

  @Override
  public Statement visitDescribeAction(RrqParser.DescribeActionContext context) {
    return context.type() != null
        ? new Statement.DescribeType(Locations.of(context), ExpressionBuilder.type(context.type()))
        : new Statement.Describe(Locations.of(context), ExpressionBuilder.build(context.value()));
  }

  @Override
  public Statement visitExplainAction(RrqParser.ExplainActionContext context) {
    Statement explained =
        context.query() != null ? QueryBuilder.build(context.query()) : sql(context.sql());
    return new Statement.Explain(Locations.of(context), explained);
  }

  @Override
  public Statement visitSqlAction(RrqParser.SqlActionContext context) {
    return sql(context.sql());
  }

  private static Statement.Sql sql(RrqParser.SqlContext context) {
    return new Statement.Sql(Locations.of(context), context.select().getText());
  }

  @Override
  public Statement visitExpectAction(RrqParser.ExpectActionContext context) {
    return new Statement.Expect(Locations.of(context), expectation(context.expectation()));
  }

  private static Expectation expectation(RrqParser.ExpectationContext context) {
    Location location = Locations.of(context);
    if (context instanceof RrqParser.ExpectRowsContext rows) {
      Query query = QueryBuilder.build(rows.query());
      return rows.COUNT() == null
          ? new Expectation.Empty(location, query, rows.NOT() != null)
          : new Expectation.Count(
              location,
              query,
              PredicateBuilder.operator(rows.comparator()),
              Literals.count(rows.NUMBER().getSymbol()));
    }
    RrqParser.ExpectValueContext value = (RrqParser.ExpectValueContext) context;
    return new Expectation.Value(
        location,
        print(value.print()),
        PredicateBuilder.operator(value.comparator()),
        ExpressionBuilder.build(value.value()));
  }

  @Override
  public Statement visitIncludeAction(RrqParser.IncludeActionContext context) {
    return new Statement.Include(Locations.of(context), Literals.file(context.FILE().getSymbol()));
  }

  @Override
  public Statement visitSymbolsAddAction(RrqParser.SymbolsAddActionContext context) {
    OptionalLong base =
        context.NUMBER() == null
            ? OptionalLong.empty()
            : OptionalLong.of(Literals.bits(context.NUMBER().getSymbol()));
    return new Statement.SymbolsAdd(
        Locations.of(context), Literals.file(context.FILE().getSymbol()), base);
  }

  @Override
  public Statement visitLiveAction(RrqParser.LiveActionContext context) {
    return context.live().accept(new LiveBuilder(Locations.of(context)));
  }

  @Override
  public Statement visitGotoAction(RrqParser.GotoActionContext context) {
    return new LiveStatement.Goto(Locations.of(context), TimeBuilder.build(context.time()));
  }
}
