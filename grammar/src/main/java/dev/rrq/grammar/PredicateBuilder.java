package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.ComparisonOperator;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Node;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Builds conditions. */
final class PredicateBuilder {
  private int depth;

  private PredicateBuilder() {}

  static Predicate build(RrqParser.ConditionContext context) {
    return new PredicateBuilder().predicate(context);
  }

  private Predicate predicate(RrqParser.ConditionContext context) {
    if (++depth > Node.MAX_DEPTH) {
      throw new DiagnosticException(
          Diagnostic.error(
              "too-deep",
              Locations.of(context),
              "the condition is nested more than %d deep".formatted(Node.MAX_DEPTH)));
    }
    Predicate predicate = build0(context);
    depth--;
    return predicate;
  }

  private Predicate build0(RrqParser.ConditionContext context) {
    if (context instanceof RrqParser.AndConditionContext) {
      return and(context);
    }
    if (context instanceof RrqParser.OrConditionContext) {
      return or(context);
    }
    if (context instanceof RrqParser.NotConditionContext not) {
      return new Predicate.Not(Locations.of(context), predicate(not.condition()));
    }
    RrqParser.SimpleConditionContext simple = (RrqParser.SimpleConditionContext) context;
    return simple.test() == null ? truth(simple.value()) : test(simple);
  }

  /** A chain of {@code and} leans to the left, as long as it is; it becomes one flat node. */
  private Predicate and(RrqParser.ConditionContext context) {
    Deque<RrqParser.ConditionContext> operands = new ArrayDeque<>();
    RrqParser.ConditionContext left = context;
    while (left instanceof RrqParser.AndConditionContext chain) {
      operands.push(chain.condition(1));
      left = chain.condition(0);
    }
    operands.push(left);
    List<Predicate> flat = new ArrayList<>();
    for (RrqParser.ConditionContext operand : operands) {
      Predicate predicate = predicate(operand);
      if (predicate instanceof Predicate.And inner) {
        flat.addAll(inner.operands());
      } else {
        flat.add(predicate);
      }
    }
    return new Predicate.And(Locations.of(context), flat);
  }

  private Predicate or(RrqParser.ConditionContext context) {
    Deque<RrqParser.ConditionContext> operands = new ArrayDeque<>();
    RrqParser.ConditionContext left = context;
    while (left instanceof RrqParser.OrConditionContext chain) {
      operands.push(chain.condition(1));
      left = chain.condition(0);
    }
    operands.push(left);
    List<Predicate> flat = new ArrayList<>();
    for (RrqParser.ConditionContext operand : operands) {
      Predicate predicate = predicate(operand);
      if (predicate instanceof Predicate.Or inner) {
        flat.addAll(inner.operands());
      } else {
        flat.add(predicate);
      }
    }
    return new Predicate.Or(Locations.of(context), flat);
  }

  /** What has no comparison: a condition in brackets, its negation, or a value as C takes it. */
  private Predicate truth(RrqParser.ValueContext value) {
    Optional<RrqParser.ConditionContext> bracketed = bracketed(value);
    if (bracketed.isPresent()) {
      return predicate(bracketed.get());
    }
    if (value instanceof RrqParser.UnaryValueContext unary && unary.BANG() != null) {
      return new Predicate.Not(Locations.of(value), negated(unary.value()));
    }
    Location location = Locations.of(value);
    return new Predicate.Comparison(
        location,
        ComparisonOperator.NOT_EQUAL,
        ExpressionBuilder.build(value),
        new Expression.NumberLiteral(location, 0, false));
  }

  private Predicate negated(RrqParser.ValueContext value) {
    if (++depth > Node.MAX_DEPTH) {
      throw new DiagnosticException(
          Diagnostic.error(
              "too-deep",
              Locations.of(value),
              "the condition is nested more than %d deep".formatted(Node.MAX_DEPTH)));
    }
    Predicate predicate = truth(value);
    depth--;
    return predicate;
  }

  private static Optional<RrqParser.ConditionContext> bracketed(RrqParser.ValueContext value) {
    if (value instanceof RrqParser.PrimaryValueContext primary
        && primary.primary() instanceof RrqParser.BracketedPrimaryContext brackets) {
      return Optional.of(brackets.condition());
    }
    return Optional.empty();
  }

  private static Predicate test(RrqParser.SimpleConditionContext context) {
    Location location = Locations.of(context);
    Expression operand = ExpressionBuilder.build(context.value());
    RrqParser.TestContext test = context.test();
    if (test instanceof RrqParser.ComparisonTestContext comparison) {
      return new Predicate.Comparison(
          location,
          operator(comparison.comparator()),
          operand,
          ExpressionBuilder.build(comparison.value()));
    }
    if (test instanceof RrqParser.BetweenTestContext between) {
      return new Predicate.Between(
          location,
          operand,
          between.NOT() != null,
          ExpressionBuilder.build(between.value(0)),
          ExpressionBuilder.build(between.value(1)));
    }
    if (test instanceof RrqParser.InTestContext in) {
      List<Expression> values = in.value().stream().map(ExpressionBuilder::build).toList();
      return new Predicate.In(location, operand, in.NOT() != null, values);
    }
    if (test instanceof RrqParser.LikeTestContext like) {
      String pattern = Literals.string(like.STRING().getSymbol());
      return new Predicate.Like(location, operand, like.NOT() != null, pattern);
    }
    RrqParser.UnknownTestContext unknown = (RrqParser.UnknownTestContext) test;
    return new Predicate.IsUnknown(location, operand, unknown.NOT() != null);
  }

  static ComparisonOperator operator(RrqParser.ComparatorContext context) {
    return switch (context.getStart().getType()) {
      case RrqParser.EQ, RrqParser.EQEQ -> ComparisonOperator.EQUAL;
      case RrqParser.NE -> ComparisonOperator.NOT_EQUAL;
      case RrqParser.LT -> ComparisonOperator.LESS;
      case RrqParser.LE -> ComparisonOperator.LESS_OR_EQUAL;
      case RrqParser.GT -> ComparisonOperator.GREATER;
      default -> ComparisonOperator.GREATER_OR_EQUAL;
    };
  }
}
