package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.List;

/**
 * A condition on the columns of a row. A bare expression such as {@code new & 4} is read as C does,
 * as a {@link Comparison} with {@code != 0}.
 */
public sealed interface Predicate extends Node {
  /** Calls the visitor's method for this kind of predicate. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code a and b and c}.
   *
   * @param operands two or more, none of them an {@code And}
   */
  record And(Location location, List<Predicate> operands) implements Predicate {
    public And {
      operands = List.copyOf(operands);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAnd(this);
    }
  }

  /**
   * {@code a or b or c}.
   *
   * @param operands two or more, none of them an {@code Or}
   */
  record Or(Location location, List<Predicate> operands) implements Predicate {
    public Or {
      operands = List.copyOf(operands);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOr(this);
    }
  }

  /** {@code not a}. */
  record Not(Location location, Predicate operand) implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNot(this);
    }
  }

  /** {@code new == 5}. */
  record Comparison(
      Location location, ComparisonOperator operator, Expression left, Expression right)
      implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitComparison(this);
    }
  }

  /**
   * {@code function [not] like 'sched_%'}.
   *
   * @param pattern as of SQL's LIKE: {@code %} any text, {@code _} any character
   */
  record Like(Location location, Expression operand, boolean negated, String pattern)
      implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLike(this);
    }
  }

  /** {@code size [not] in (4, 8)}. */
  record In(Location location, Expression operand, boolean negated, List<Expression> values)
      implements Predicate {
    public In {
      values = List.copyOf(values);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIn(this);
    }
  }

  /** {@code new [not] between 1 and 5}: both included. */
  record Between(
      Location location, Expression operand, boolean negated, Expression low, Expression high)
      implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBetween(this);
    }
  }

  /**
   * {@code old is [not] unknown}: whether the value was not observed, which prints as {@code ?}.
   */
  record IsUnknown(Location location, Expression operand, boolean negated) implements Predicate {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIsUnknown(this);
    }
  }

  /** One method for each kind of predicate. */
  interface Visitor<R> {
    R visitAnd(And predicate);

    R visitOr(Or predicate);

    R visitNot(Not predicate);

    R visitComparison(Comparison predicate);

    R visitLike(Like predicate);

    R visitIn(In predicate);

    R visitBetween(Between predicate);

    R visitIsUnknown(IsUnknown predicate);
  }
}
