package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Expression.BinaryOperator;
import dev.rrq.grammar.ast.Expression.UnaryOperator;
import dev.rrq.symbols.model.Symbol;
import java.util.Optional;

/**
 * A C expression with its names resolved and its types checked, but not yet evaluated: what it
 * denotes may change with time. Types are ids of the {@link dev.rrq.planner.type.CTypes} of the
 * trace.
 */
public sealed interface Term {

  /** The id of its C type. */
  int type();

  /** An expression that denotes an object in memory. */
  sealed interface Lvalue extends Term {}

  /** A constant. */
  record Constant(int type, long bits) implements Term {}

  /**
   * A variable or function of the kernel.
   *
   * @param address virtual, in the running kernel
   */
  record Variable(int type, Symbol symbol, long address) implements Lvalue {}

  /** A CPU's copy of a per-CPU variable. */
  record PerCpuVariable(int type, Symbol symbol, int cpu) implements Lvalue {}

  /**
   * A variable of a user program, in whichever address space is meant.
   *
   * @param address virtual, in the processes that run it
   */
  record UserVariable(int type, Symbol symbol, long address, UserProgram program)
      implements Lvalue {}

  /** What a pointer points to. */
  record Dereference(int type, Term pointer) implements Lvalue {}

  /**
   * A member of a structure or union.
   *
   * @param bitOffset from the start of the base
   * @param bitSize width of a bit field, or 0
   */
  record Field(int type, Lvalue base, long bitOffset, int bitSize) implements Lvalue {}

  /**
   * An element of an array.
   *
   * @param size of an element, in bytes
   */
  record Element(int type, Lvalue base, Term index, long size) implements Lvalue {}

  /** An object's address. */
  record AddressOf(int type, Lvalue operand) implements Term {}

  /** The same value as another type. */
  record Conversion(int type, Term operand) implements Term {}

  /** An operator applied to one value. */
  record UnaryOperation(int type, UnaryOperator operator, Term operand) implements Term {}

  /** An operator applied to two values, both of them already of a common type. */
  record BinaryOperation(int type, BinaryOperator operator, Term left, Term right)
      implements Term {}

  /**
   * A pointer with a number of elements added.
   *
   * @param size of an element, in bytes
   */
  record PointerSum(int type, Term pointer, Term count, long size) implements Term {}

  /** A pointer to the {@code task_struct} of a pid, null where there is none. */
  record TaskPointer(int type, Term pid) implements Term {}

  /** The user program whose memory a term is about, if it is about one. */
  static Optional<UserProgram> programOf(Term term) {
    if (term instanceof UserVariable variable) {
      return Optional.of(variable.program());
    } else if (term instanceof Field field) {
      return programOf(field.base());
    } else if (term instanceof Element element) {
      return programOf(element.base());
    } else if (term instanceof Dereference dereference) {
      return programOf(dereference.pointer());
    } else if (term instanceof Conversion conversion) {
      return programOf(conversion.operand());
    } else if (term instanceof AddressOf addressOf) {
      return programOf(addressOf.operand());
    }
    return term instanceof PointerSum sum ? programOf(sum.pointer()) : Optional.empty();
  }
}
