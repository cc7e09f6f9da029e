package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Expression.BinaryOperator;
import dev.rrq.grammar.ast.Expression.UnaryOperator;

/** C's operators on 64-bit numbers. */
final class Arithmetic {

  private Arithmetic() {}

  static long apply(UnaryOperator operator, long bits) {
    return switch (operator) {
      case MINUS -> -bits;
      case PLUS -> bits;
      case COMPLEMENT -> ~bits;
      case NOT -> bits == 0 ? 1 : 0;
      case DEREFERENCE, ADDRESS_OF -> throw new AssertionError(operator);
    };
  }

  static Value apply(BinaryOperator operator, boolean signed, long a, long b) {
    boolean division = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER;
    if (division && b == 0) {
      return new Value.Unknown("division by zero");
    }
    boolean shift = operator == BinaryOperator.SHIFT_LEFT || operator == BinaryOperator.SHIFT_RIGHT;
    if (shift && (b < 0 || b >= Long.SIZE)) {
      return new Value.Unknown("a shift by " + b + " bits");
    }
    return new Value.Known(
        switch (operator) {
          case MULTIPLY -> a * b;
          case DIVIDE -> signed ? a / b : Long.divideUnsigned(a, b);
          case REMAINDER -> signed ? a % b : Long.remainderUnsigned(a, b);
          case ADD -> a + b;
          case SUBTRACT -> a - b;
          case SHIFT_LEFT -> a << b;
          case SHIFT_RIGHT -> signed ? a >> b : a >>> b;
          case AND -> a & b;
          case XOR -> a ^ b;
          case OR -> a | b;
        });
  }
}
