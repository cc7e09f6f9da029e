package dev.rrq.planner.rel;

import dev.rrq.grammar.ast.ComparisonOperator;
import dev.rrq.grammar.ast.Predicate;
import org.apache.calcite.rex.RexNode;

/** Turns predicates into row expressions. */
public final class Conditions implements Predicate.Visitor<RexNode> {

  private final RowExpressions expressions;
  private final Rex rex;

  /** Turns the expressions of predicates with the given means. */
  public Conditions(RowExpressions expressions, Rex rex) {
    this.expressions = expressions;
    this.rex = rex;
  }

  /** Whether a row fulfils a predicate; unknown where that hangs on what is unknown. */
  public RexNode condition(Predicate predicate) {
    return predicate.accept(this);
  }

  @Override
  public RexNode visitAnd(Predicate.And predicate) {
    return rex.and(predicate.operands().stream().map(this::condition).toList());
  }

  @Override
  public RexNode visitOr(Predicate.Or predicate) {
    return rex.or(predicate.operands().stream().map(this::condition).toList());
  }

  @Override
  public RexNode visitNot(Predicate.Not predicate) {
    return rex.not(condition(predicate.operand()));
  }

  @Override
  public RexNode visitComparison(Predicate.Comparison predicate) {
    return expressions.compare(
        predicate.operator(), predicate.left(), predicate.right(), predicate.location());
  }

  @Override
  public RexNode visitLike(Predicate.Like predicate) {
    return negated(
        predicate.negated(),
        expressions.like(predicate.operand(), predicate.pattern(), predicate.location()));
  }

  @Override
  public RexNode visitIn(Predicate.In predicate) {
    return negated(
        predicate.negated(),
        rex.or(
            predicate.values().stream()
                .map(
                    value ->
                        expressions.compare(
                            ComparisonOperator.EQUAL,
                            predicate.operand(),
                            value,
                            predicate.location()))
                .toList()));
  }

  @Override
  public RexNode visitBetween(Predicate.Between predicate) {
    return negated(
        predicate.negated(),
        rex.and(
            expressions.compare(
                ComparisonOperator.GREATER_OR_EQUAL,
                predicate.operand(),
                predicate.low(),
                predicate.location()),
            expressions.compare(
                ComparisonOperator.LESS_OR_EQUAL,
                predicate.operand(),
                predicate.high(),
                predicate.location())));
  }

  @Override
  public RexNode visitIsUnknown(Predicate.IsUnknown predicate) {
    RexNode unknown = rex.isUnknown(expressions.value(predicate.operand()).rex());
    return negated(predicate.negated(), unknown);
  }

  private RexNode negated(boolean negated, RexNode condition) {
    return negated ? rex.not(condition) : condition;
  }
}
