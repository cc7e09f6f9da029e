package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/** What a script holds to be true. */
public sealed interface Expectation extends Node {
  /** Calls the visitor's method for this kind of expectation. */
  <R> R accept(Visitor<R> visitor);

  /** {@code QUERY is [not] empty}. */
  record Empty(Location location, Query query, boolean negated) implements Expectation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitEmpty(this);
    }
  }

  /** {@code QUERY count = 3}; the query itself has no count clause. */
  record Count(Location location, Query query, ComparisonOperator operator, long rows)
      implements Expectation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCount(this);
    }
  }

  /** {@code print EXPR at T == VALUE}. */
  record Value(
      Location location, Statement.Print print, ComparisonOperator operator, Expression value)
      implements Expectation {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitValue(this);
    }
  }

  /** One method for each kind of expectation. */
  interface Visitor<R> {
    R visitEmpty(Empty expectation);

    R visitCount(Count expectation);

    R visitValue(Value expectation);
  }
}
