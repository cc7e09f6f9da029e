package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.Term.Lvalue;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.types.TypeLayout;
import java.util.List;
import java.util.stream.Stream;

/** Resolves the names of C expressions and checks their types. */
public final class TermAnalyzer implements Expression.Visitor<Term> {

  private final SymbolResolver symbols;
  private final TypeResolver typeNames;
  private final Names names;
  private final CTypes types;

  /** Resolves against a program's symbols and a session's names. */
  public TermAnalyzer(Program program, CTypes types, Names names) {
    this.symbols = new SymbolResolver(program, types);
    this.typeNames = new TypeResolver(program, types);
    this.names = names;
    this.types = types;
  }

  /**
   * The meaning of an expression.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if it has none
   */
  public Term analyze(Expression expression) {
    return expression.accept(this);
  }

  /** The same for an expression that must denote an object in memory. */
  public Lvalue analyzeLvalue(Expression expression) {
    return lvalue(analyze(expression), expression.location());
  }

  private static Lvalue lvalue(Term term, Location location) {
    if (term instanceof Lvalue lvalue) {
      return lvalue;
    }
    throw Problems.error(
        "not-a-place",
        location,
        "this is a value, not a place in memory",
        "a place is a variable, a member, an element, or *pointer");
  }

  @Override
  public Term visitName(Expression.Name expression) {
    if (expression.scope().isEmpty()) {
      var term = names.term(expression.name());
      if (term.isPresent()) {
        return term.get();
      }
    }
    return symbols.resolve(expression, names.all());
  }

  @Override
  public Term visitNumberLiteral(Expression.NumberLiteral expression) {
    boolean signed = expression.bits() >= 0;
    return new Term.Constant(types.base(signed ? "long" : "unsigned long"), expression.bits());
  }

  @Override
  public Term visitDecimalLiteral(Expression.DecimalLiteral expression) {
    throw Problems.error("not-an-integer", expression.location(), "a number here must be whole");
  }

  @Override
  public Term visitCharacterLiteral(Expression.CharacterLiteral expression) {
    return new Term.Constant(types.base("char"), expression.codePoint());
  }

  @Override
  public Term visitTextLiteral(Expression.TextLiteral expression) {
    throw Problems.error("text-here", expression.location(), "a text is not a place or a number");
  }

  @Override
  public Term visitInstant(Expression.Instant expression) {
    throw Problems.error("time-here", expression.location(), "a time is not a place");
  }

  @Override
  public Term visitMember(Expression.Member expression) {
    return member(expression, expression.base(), expression.name());
  }

  @Override
  public Term visitArrow(Expression.Arrow expression) {
    Term base = analyze(expression.base());
    if (types.resolve(base.type()) instanceof CType.Array) {
      return field(dereference(base, expression.base().location()), expression, expression.name());
    }
    return member(expression, expression.base(), expression.name());
  }

  /** As in GDB, both '.' and '->' lead to a member of an object and of what a pointer points to. */
  private Term member(Expression expression, Expression object, String name) {
    Term base = analyze(object);
    Lvalue composite =
        types.resolve(base.type()) instanceof CType.Pointer
            ? dereference(base, object.location())
            : lvalue(base, object.location());
    return field(composite, expression, name);
  }

  private Term field(Lvalue base, Expression expression, String name) {
    if (!(types.resolve(base.type()) instanceof CType.Composite composite)) {
      throw Problems.error(
          "no-members",
          expression.location(),
          types.name(base.type()) + " has no members",
          types.resolve(base.type()) instanceof CType.Forward
              ? "the kernel's type information has no definition of it"
              : "only structures and unions have");
    }
    TypeLayout.Field field =
        types
            .layout()
            .member(composite, name)
            .orElseThrow(
                () ->
                    Problems.unknown(
                        "unknown-member",
                        expression.location(),
                        types.name(base.type()) + " has no member '" + name + "'",
                        name,
                        memberNames(composite)));
    return new Term.Field(field.member().type(), base, field.bitOffset(), field.member().bitSize());
  }

  private List<String> memberNames(CType.Composite composite) {
    return types.layout().members(composite).stream()
        .flatMap(field -> Stream.ofNullable(field.member().name()))
        .toList();
  }

  @Override
  public Term visitIndex(Expression.Index expression) {
    Term base = analyze(expression.base());
    Term index = integer(expression.index());
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
    if (!open
        && index instanceof Term.Constant constant
        && (constant.bits() < 0 || constant.bits() >= array.count())) {
      throw Problems.error(
          "out-of-bounds",
          expression.index().location(),
          "the array has " + array.count() + " elements, numbered from 0",
          "use *(array + index) to go past its end");
    }
  }

  private Term integer(Expression expression) {
    Term term = analyze(expression);
    if (!types.isScalar(term.type())
        || types.isFloat(term.type())
        || types.resolve(term.type()) instanceof CType.Pointer) {
      throw Problems.error(
          "not-an-integer", expression.location(), types.name(term.type()) + " is not an integer");
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

  private Term.Dereference dereference(Term term, Location location) {
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

  @Override
  public Term visitPerCpu(Expression.PerCpu expression) {
    return perCpu(analyze(expression.variable()), expression);
  }

  @Override
  public Term visitListOf(Expression.ListOf expression) {
    throw Problems.error(
        "list-here",
        expression.location(),
        "a list has many objects, and here only one can stand",
        "'print' walks a list; a single object is had by its address: *("
            + expression.type()
            + " *)0x...");
  }

  /** The CPU may be said after members too: {@code runqueues.nr_running@cpu0}. */
  private Lvalue perCpu(Term term, Expression.PerCpu expression) {
    if (term instanceof Term.PerCpuVariable variable) {
      return new Term.PerCpuVariable(variable.type(), variable.symbol(), expression.cpu());
    } else if (term instanceof Term.Field field) {
      return new Term.Field(
          field.type(), perCpu(field.base(), expression), field.bitOffset(), field.bitSize());
    } else if (term instanceof Term.Element element) {
      return new Term.Element(
          element.type(), perCpu(element.base(), expression), element.index(), element.size());
    }
    throw Problems.error(
        "not-per-cpu",
        expression.variable().location(),
        "this is not a per-CPU variable",
        "leave the CPU out");
  }

  @Override
  public Term visitTaskOf(Expression.TaskOf expression) {
    int task =
        types
            .composite(CType.CompositeKind.STRUCT, "task_struct")
            .orElseThrow(
                () ->
                    Problems.error(
                        "unknown-type",
                        expression.location(),
                        "the program has no struct task_struct"))
            .id();
    Term pointer = new Term.TaskPointer(types.pointerTo(task), integer(expression.pid()));
    return new Term.Dereference(task, pointer);
  }

  @Override
  public Term visitCast(Expression.Cast expression) {
    int type = typeNames.resolve(expression.type());
    Term operand = analyze(expression.operand());
    if (!types.isScalar(type)) {
      throw Problems.error(
          "bad-cast",
          expression.type().location(),
          "a value cannot become " + types.name(type),
          "cast an address to a pointer to it, and follow that: *("
              + types.name(types.pointerTo(type))
              + ")...");
    }
    return new Term.Conversion(type, decayed(operand, expression.operand().location()));
  }

  /** A value: arrays and functions stand for their addresses. */
  private Term decayed(Term term, Location location) {
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

  @Override
  public Term visitSizeOfType(Expression.SizeOfType expression) {
    return size(typeNames.resolve(expression.type()));
  }

  @Override
  public Term visitSizeOf(Expression.SizeOf expression) {
    if (expression.operand() instanceof Expression.Name name && name.scope().isEmpty()) {
      var type = types.named(name.name());
      if (type.isPresent()) {
        return size(type.get().id());
      }
    }
    return size(analyze(expression.operand()).type());
  }

  private Term size(int type) {
    return new Term.Constant(types.base("unsigned long"), types.sizeOf(type));
  }

  @Override
  public Term visitUnary(Expression.Unary expression) {
    Location location = expression.operand().location();
    Term operand = analyze(expression.operand());
    return switch (expression.operator()) {
      case DEREFERENCE -> dereference(operand, location);
      case ADDRESS_OF -> addressOf(lvalue(operand, location), location);
      case PLUS, MINUS, COMPLEMENT -> {
        integer(expression.operand());
        yield new Term.UnaryOperation(promoted(operand.type()), expression.operator(), operand);
      }
      case NOT ->
          new Term.UnaryOperation(
              types.base("int"), expression.operator(), decayed(operand, location));
    };
  }

  private Term addressOf(Lvalue operand, Location location) {
    if (operand instanceof Term.Field field && field.bitSize() > 0) {
      throw Problems.error("bit-field-address", location, "a bit field has no address");
    }
    return new Term.AddressOf(types.pointerTo(operand.type()), operand);
  }

  @Override
  public Term visitBinary(Expression.Binary expression) {
    Term left = decayed(analyze(expression.left()), expression.left().location());
    Term right = decayed(analyze(expression.right()), expression.right().location());
    if (types.resolve(left.type()) instanceof CType.Pointer pointer) {
      return pointerSum(expression, pointer, left, right);
    }
    integer(expression.left());
    integer(expression.right());
    int type = common(left.type(), right.type());
    return new Term.BinaryOperation(
        type, expression.operator(), new Term.Conversion(type, left), convert(type, right));
  }

  private static Term convert(int type, Term term) {
    return new Term.Conversion(type, term);
  }

  private Term pointerSum(
      Expression.Binary expression, CType.Pointer pointer, Term left, Term right) {
    integer(expression.right());
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
  private int common(int left, int right) {
    boolean unsigned = isWideUnsigned(left) || isWideUnsigned(right);
    return types.base(unsigned ? "unsigned long" : "long");
  }

  private int promoted(int type) {
    return types.base(isWideUnsigned(type) ? "unsigned long" : "long");
  }

  private boolean isWideUnsigned(int type) {
    return types.sizeOf(type) == Long.BYTES && !types.isSigned(type);
  }

  /** The symbol that an expression is nothing but the name of. */
  public static List<Symbol> symbolOf(Term term) {
    if (term instanceof Term.Variable variable) {
      return List.of(variable.symbol());
    } else if (term instanceof Term.PerCpuVariable variable) {
      return List.of(variable.symbol());
    }
    return List.of();
  }
}
