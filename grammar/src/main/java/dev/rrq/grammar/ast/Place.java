package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/** Bytes of the guest's memory. */
public sealed interface Place extends Node {
  /** Calls the visitor's method for this kind of place. */
  <R> R accept(Visitor<R> visitor);

  /** A C lvalue, or the name of a {@code let}: {@code init_task.comm[0]}. */
  record Lvalue(Location location, Expression expression) implements Place {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLvalue(this);
    }
  }

  /**
   * {@code 0xffffffff82a1b5e0..+16}, {@code phys 0x2a1b5e0..+16}.
   *
   * @param physical whether the start is a guest physical address
   * @param start address of the first byte
   * @param length in bytes
   */
  record Range(Location location, boolean physical, Expression start, Expression length)
      implements Place {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRange(this);
    }
  }

  /** One method for each kind of place. */
  interface Visitor<R> {
    R visitLvalue(Lvalue place);

    R visitRange(Range place);
  }
}
