package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.Term.Lvalue;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.TypeLayout;

/** C's rules of types: what may be done with terms, and of which type the outcome is. */
final class TypeRules {

  private final CTypes types;

  TypeRules(CTypes types) {
    this.types = types;
  }

  /** The place that a term denotes. */
  static Lvalue lvalue(Term term, Location location) {
    if (term instanceof Lvalue lvalue) {
      return lvalue;
    }
    throw Problems.error(
        "not-a-place",
        location,
        "this is a value, not a place in memory",
        "a place is a variable, a member, an element, or *pointer");
  }

  /** A member of a structure or union. */
  Term field(Lvalue base, String name, Location location) {
    if (!(types.resolve(base.type()) instanceof CType.Composite composite)) {
      throw Problems.error(
          "no-members",
          location,
          types.name(base.type()) + " has no members",
          types.resolve(base.type()) instanceof CType.Forward
              ? "the kernel's type information has no definition of it"
              : "only structures and unions have");
    }
    TypeLayout.Field field = Members.of(types, base.type(), composite, name, location);
    return new Term.Field(field.member().type(), base, field.bitOffset(), field.member().bitSize());
  }

  /** An element of an array, or of what a pointer points to. */
  Term element(Term base, Term index, Expression.Index expression) {
    CType type = types.resolve(base.type());
    if (type instanceof CType.Array array && base instanceof Lvalue lvalue) {
      checkBounds(array, index, expression);
      return new Term.Element(array.element(), lvalue, index, types.sizeOf(array.element()));
    } else if (type instanceof CType.Pointer pointer) {
      Term sum =
          new Term.PointerSum(
              base.type(), base, index, elementSize(pointer, expression.location()));
      return new Term.Dereference(pointer.target(), sum);
    }
    throw Problems.error(
        "not-an-array", expression.location(), types.name(base.type()) + " has no elements");
  }

  private static void checkBounds(CType.Array array, Term index, Expression.Index expression) {
    boolean open = array.count() <= 0;
    boolean negative =
        index instanceof Term.UnaryOperation operation
            && operation.operator() == Expression.UnaryOperator.MINUS
            && operation.operand() instanceof Term.Constant operand
            && operand.bits() > 0;
    boolean beyond =
        index instanceof Term.Constant constant
            && (constant.bits() < 0 || constant.bits() >= array.count());
    if (!open && (negative || beyond)) {
      throw Problems.error(
          "out-of-bounds",
          expression.index().location(),
          "the array has " + array.count() + " elements, numbered from 0",
          "use *(array + index) to go past its end");
    }
  }

  /** The term, which must be an integer. */
  Term integer(Term term, Location location) {
    if (!types.isScalar(term.type())
        || types.isFloat(term.type())
        || types.resolve(term.type()) instanceof CType.Pointer) {
      throw Problems.error(
          "not-an-integer", location, types.name(term.type()) + " is not an integer");
    }
    return term;
  }

  private long elementSize(CType.Pointer pointer, Location location) {
    long size = pointer.target() == CType.VOID_ID ? 1 : types.sizeOf(pointer.target());
    if (size == 0) {
      throw Problems.error(
          "incomplete-type",
          location,
          "the size of " + types.name(pointer.target()) + " is not known");
    }
    return size;
  }

  /** What a pointer points to, or the first element of an array. */
  Term.Dereference dereference(Term term, Location location) {
    CType type = types.resolve(term.type());
    if (type instanceof CType.Pointer pointer) {
      return new Term.Dereference(pointer.target(), term);
    } else if (type instanceof CType.Array array && term instanceof Lvalue lvalue) {
      Term address = new Term.AddressOf(types.pointerTo(array.element()), lvalue);
      return new Term.Dereference(array.element(), address);
    }
    throw Problems.error(
        "not-a-pointer",
        location,
        types.name(term.type()) + " is not a pointer",
        "a number needs a cast: *(struct task_struct *)0xffff888003a40000");
  }

  /** The same on a CPU, which may be said after members too: {@code runqueues.nr_running@cpu0}. */
  Lvalue onCpu(Term term, Expression.PerCpu expression) {
    if (term instanceof Term.PerCpuVariable variable) {
      return new Term.PerCpuVariable(variable.type(), variable.symbol(), expression.cpu());
    } else if (term instanceof Term.Field field) {
      return new Term.Field(
          field.type(), onCpu(field.base(), expression), field.bitOffset(), field.bitSize());
    } else if (term instanceof Term.Element element) {
      return new Term.Element(
          element.type(), onCpu(element.base(), expression), element.index(), element.size());
    }
    throw Problems.error(
        "not-per-cpu",
        expression.variable().location(),
        "this is not a per-CPU variable",
        "leave the CPU out");
  }

  /** A value: arrays and functions stand for their addresses. */
  Term value(Term term, Location location) {
    CType type = types.resolve(term.type());
    if (term instanceof Lvalue lvalue && type instanceof CType.Array array) {
      return new Term.AddressOf(types.pointerTo(array.element()), lvalue);
    } else if (term instanceof Lvalue lvalue && type instanceof CType.Prototype) {
      return new Term.AddressOf(types.pointerTo(term.type()), lvalue);
    } else if (!types.isScalar(term.type())) {
      throw Problems.error(
          "not-a-number", location, types.name(term.type()) + " is not a single value");
    }
    return term;
  }

  /** A pointer to a place. */
  Term addressOf(Lvalue operand, Location location) {
    if (operand instanceof Term.Field field && field.bitSize() > 0) {
      throw Problems.error("bit-field-address", location, "a bit field has no address");
    }
    return new Term.AddressOf(types.pointerTo(operand.type()), operand);
  }

  /** A pointer and so many elements more or less. */
  Term pointerSum(Expression.Binary expression, CType.Pointer pointer, Term left, Term right) {
    long size = elementSize(pointer, expression.left().location());
    return switch (expression.operator()) {
      case ADD -> new Term.PointerSum(left.type(), left, right, size);
      case SUBTRACT ->
          new Term.PointerSum(
              left.type(),
              left,
              new Term.UnaryOperation(types.base("long"), Expression.UnaryOperator.MINUS, right),
              size);
      default ->
          throw Problems.error(
              "pointer-arithmetic",
              expression.location(),
              "a pointer has no '" + expression.operator().symbol() + "'",
              "cast it to (unsigned long) first");
    };
  }

  /** C's usual arithmetic conversions, on 64 bits: the sign is what matters here. */
  int common(int left, int right) {
    boolean unsigned = isWideUnsigned(left) || isWideUnsigned(right);
    return types.base(unsigned ? "unsigned long" : "long");
  }

  /** What an operand of this type becomes: the same on 64 bits. */
  int promoted(int type) {
    return types.base(isWideUnsigned(type) ? "unsigned long" : "long");
  }

  private boolean isWideUnsigned(int type) {
    return types.sizeOf(type) == Long.BYTES && !types.isSigned(type);
  }
}
