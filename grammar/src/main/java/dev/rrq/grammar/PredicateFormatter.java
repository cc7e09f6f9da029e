package dev.rrq.grammar;

import dev.rrq.grammar.ast.ComparisonOperator;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Predicate;
import java.util.stream.Collectors;

/** Writes conditions. */
final class PredicateFormatter implements Predicate.Visitor<String> {
  @Override
  public String visitAnd(Predicate.And and) {
    return and.operands().stream()
        .map(operand -> operand instanceof Predicate.Or ? brackets(operand) : operand.accept(this))
        .collect(Collectors.joining(" and "));
  }

  @Override
  public String visitOr(Predicate.Or or) {
    return or.operands().stream()
        .map(operand -> operand.accept(this))
        .collect(Collectors.joining(" or "));
  }

  @Override
  public String visitNot(Predicate.Not not) {
    Predicate operand = not.operand();
    boolean bracketed = operand instanceof Predicate.And || operand instanceof Predicate.Or;
    return "not " + (bracketed ? brackets(operand) : operand.accept(this));
  }

  @Override
  public String visitComparison(Predicate.Comparison comparison) {
    String text =
        Formatter.format(comparison.left())
            + " "
            + comparison.operator().symbol()
            + " "
            + Formatter.format(comparison.right());
    return looksLikeOutput(comparison) ? "(" + text + ")" : text;
  }

  /** {@code new > a.out} would write to a file of that name. */
  private static boolean looksLikeOutput(Predicate.Comparison comparison) {
    return comparison.operator() == ComparisonOperator.GREATER
        && !(comparison.right() instanceof Expression.Name name && name.scope().isEmpty())
        && !(comparison.right() instanceof Expression.NumberLiteral)
        && !(comparison.right() instanceof Expression.CharacterLiteral);
  }

  @Override
  public String visitLike(Predicate.Like like) {
    return Formatter.format(like.operand())
        + not(like.negated())
        + " like "
        + Escapes.quote(like.pattern(), '\'');
  }

  @Override
  public String visitIn(Predicate.In in) {
    return in.values().stream()
        .map(Formatter::format)
        .collect(
            Collectors.joining(
                ", ", Formatter.format(in.operand()) + not(in.negated()) + " in (", ")"));
  }

  @Override
  public String visitBetween(Predicate.Between between) {
    return "%s%s between %s and %s"
        .formatted(
            Formatter.format(between.operand()),
            not(between.negated()),
            Formatter.format(between.low()),
            Formatter.format(between.high()));
  }

  @Override
  public String visitIsUnknown(Predicate.IsUnknown unknown) {
    return Formatter.format(unknown.operand())
        + (unknown.negated() ? " is not unknown" : " is unknown");
  }

  private static String not(boolean negated) {
    return negated ? " not" : "";
  }

  private String brackets(Predicate predicate) {
    return "(" + predicate.accept(this) + ")";
  }
}
