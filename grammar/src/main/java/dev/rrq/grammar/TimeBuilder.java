package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqBaseVisitor;
import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Expression.BinaryOperator;
import dev.rrq.grammar.ast.Node;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.jspecify.annotations.Nullable;

/** Builds times. */
final class TimeBuilder extends RrqBaseVisitor<Time> {
  private int depth;

  static Time build(RrqParser.TimeContext context) {
    return new TimeBuilder().visit(context);
  }

  static Optional<Time> optional(RrqParser.@Nullable TimeContext context) {
    return Optional.ofNullable(context).map(TimeBuilder::build);
  }

  @Override
  public Time visit(ParseTree tree) {
    if (++depth > Node.MAX_DEPTH) {
      throw new DiagnosticException(
          Diagnostic.error(
              "too-deep",
              Locations.of((ParserRuleContext) tree),
              "the time is nested more than %d deep".formatted(Node.MAX_DEPTH)));
    }
    Time time = super.visit(tree);
    depth--;
    return time;
  }

  @Override
  public Time visitShiftedTime(RrqParser.ShiftedTimeContext context) {
    Location location = Locations.of(context);
    Time base = visit(context.time());
    boolean back = context.MINUS() != null;
    if (context.NUMBER() != null) {
      long count = Literals.count(context.NUMBER().getSymbol());
      return new Time.PlusInstructions(location, base, back ? -count : count);
    }
    BigDecimal seconds = Literals.seconds(context.DURATION().getSymbol());
    return new Time.PlusSeconds(location, base, back ? seconds.negate() : seconds);
  }

  @Override
  public Time visitIcountTime(RrqParser.IcountTimeContext context) {
    return new Time.Icount(Locations.of(context), Literals.count(context.getStart()));
  }

  @Override
  public Time visitPercentTime(RrqParser.PercentTimeContext context) {
    Token number = context.getStart();
    if (number.getText().regionMatches(true, 0, "0x", 0, 2)) {
      throw Literals.wrong(number, "a percentage is a decimal number");
    }
    BigDecimal value = Literals.decimal(number);
    if (value.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw Literals.wrong(number, "a percentage of the recording is at most 100");
    }
    return new Time.Percent(Locations.of(context), value);
  }

  @Override
  public Time visitUptimeTime(RrqParser.UptimeTimeContext context) {
    return new Time.Uptime(Locations.of(context), Literals.seconds(context.getStart()));
  }

  @Override
  public Time visitRowTime(RrqParser.RowTimeContext context) {
    return new Time.Row(Locations.of(context), Literals.row(context.getStart()));
  }

  @Override
  public Time visitStartTime(RrqParser.StartTimeContext context) {
    return new Time.Start(Locations.of(context));
  }

  @Override
  public Time visitEndTime(RrqParser.EndTimeContext context) {
    return new Time.End(Locations.of(context));
  }

  @Override
  public Time visitBootTime(RrqParser.BootTimeContext context) {
    return new Time.Boot(Locations.of(context));
  }

  @Override
  public Time visitNamedTime(RrqParser.NamedTimeContext context) {
    return new Time.Named(Locations.of(context), Names.of(context.identifier()));
  }

  @Override
  public Time visitEventTime(RrqParser.EventTimeContext context) {
    return new Time.Event(Locations.of(context), QueryBuilder.build(context.query()));
  }

  @Override
  public Time visitBracketedTime(RrqParser.BracketedTimeContext context) {
    return visit(context.time());
  }

  /** How an expression reads as a time, where it does: a name, a number, or one of them shifted. */
  static Optional<Time> of(Expression expression) {
    Location location = expression.location();
    if (expression instanceof Expression.Name name && name.scope().isEmpty()) {
      return Optional.of(named(location, name.name()));
    }
    if (expression instanceof Expression.NumberLiteral number && number.bits() >= 0) {
      return Optional.of(new Time.Icount(location, number.bits()));
    }
    if (expression instanceof Expression.Instant instant) {
      return Optional.of(instant.time());
    }
    if (expression instanceof Expression.Binary binary) {
      return of(binary.left()).flatMap(base -> shifted(base, binary));
    }
    return Optional.empty();
  }

  private static Time named(Location location, String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "start" -> new Time.Start(location);
      case "end" -> new Time.End(location);
      case "boot" -> new Time.Boot(location);
      default -> new Time.Named(location, name);
    };
  }

  private static Optional<Time> shifted(Time base, Expression.Binary binary) {
    boolean back = binary.operator() == BinaryOperator.SUBTRACT;
    if (!back && binary.operator() != BinaryOperator.ADD) {
      return Optional.empty();
    }
    if (binary.right() instanceof Expression.NumberLiteral number && number.bits() >= 0) {
      long count = back ? -number.bits() : number.bits();
      return Optional.of(new Time.PlusInstructions(binary.location(), base, count));
    }
    if (binary.right() instanceof Expression.Instant instant
        && instant.time() instanceof Time.Uptime duration) {
      BigDecimal seconds = back ? duration.seconds().negate() : duration.seconds();
      return Optional.of(new Time.PlusSeconds(binary.location(), base, seconds));
    }
    return Optional.empty();
  }
}
