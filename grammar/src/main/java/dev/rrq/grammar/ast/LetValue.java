package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.Optional;

/** What a {@code let} binds a name to. */
public sealed interface LetValue extends Node {
  /** Calls the visitor's method for this kind of value. */
  <R> R accept(Visitor<R> visitor);

  /** {@code let t1 = first call to start_kernel}: as a time, the time of its one event. */
  record OfQuery(Location location, Query query) implements LetValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOfQuery(this);
    }
  }

  /** What can only be a time: {@code let half = 50%}. */
  record OfTime(Location location, Time time) implements LetValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOfTime(this);
    }
  }

  /**
   * {@code let comm = init_task.comm}; {@code let t2 = t1 + 1000}, which is a time where one is
   * wanted.
   *
   * @param time how the text reads as a time, where it does
   */
  record OfExpression(Location location, Expression expression, Optional<Time> time)
      implements LetValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOfExpression(this);
    }
  }

  /** {@code let stack = 0xffffc90000013f00..+64}. */
  record OfRange(Location location, Place.Range range) implements LetValue {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitOfRange(this);
    }
  }

  /** One method for each kind of value. */
  interface Visitor<R> {
    R visitOfQuery(OfQuery value);

    R visitOfTime(OfTime value);

    R visitOfExpression(OfExpression value);

    R visitOfRange(OfRange value);
  }
}
