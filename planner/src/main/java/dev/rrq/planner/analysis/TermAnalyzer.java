package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.Term.Lvalue;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import java.util.List;

/** Resolves the names of C expressions, and gives them the meaning that C does. */
public final class TermAnalyzer implements Expression.Visitor<Term> {

  private final SymbolResolver symbols;
  private final TypeResolver typeNames;
  private final Names names;
  private final CTypes types;
  private final TypeRules rules;

  /** Resolves against a program's symbols and a session's names. */
  public TermAnalyzer(Program program, CTypes types, Names names) {
    this.symbols = new SymbolResolver(program, types);
    this.typeNames = new TypeResolver(program, types);
    this.names = names;
    this.types = types;
    this.rules = new TypeRules(types);
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
    return TypeRules.lvalue(analyze(expression), expression.location());
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
      Lvalue first = rules.dereference(base, expression.base().location());
      return rules.field(first, expression.name(), expression.location());
    }
    return member(expression, expression.base(), expression.name());
  }

  /** As in GDB, both '.' and '->' lead to a member of an object and of what a pointer points to. */
  private Term member(Expression expression, Expression object, String name) {
    Term base = analyze(object);
    Lvalue composite =
        types.resolve(base.type()) instanceof CType.Pointer
            ? rules.dereference(base, object.location())
            : TypeRules.lvalue(base, object.location());
    return rules.field(composite, name, expression.location());
  }

  @Override
  public Term visitIndex(Expression.Index expression) {
    Term base = analyze(expression.base());
    return rules.element(base, integer(expression.index()), expression);
  }

  @Override
  public Term visitPerCpu(Expression.PerCpu expression) {
    return rules.onCpu(analyze(expression.variable()), expression);
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
    return new Term.Conversion(type, rules.value(operand, expression.operand().location()));
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
      case DEREFERENCE -> rules.dereference(operand, location);
      case ADDRESS_OF -> rules.addressOf(TypeRules.lvalue(operand, location), location);
      case PLUS, MINUS, COMPLEMENT -> {
        Term integer = rules.integer(operand, location);
        yield new Term.UnaryOperation(
            rules.promoted(integer.type()), expression.operator(), integer);
      }
      case NOT ->
          new Term.UnaryOperation(
              types.base("int"), expression.operator(), rules.value(operand, location));
    };
  }

  @Override
  public Term visitBinary(Expression.Binary expression) {
    Location leftLocation = expression.left().location();
    Location rightLocation = expression.right().location();
    Term left = analyze(expression.left());
    Term right = analyze(expression.right());
    Term leftValue = rules.value(left, leftLocation);
    Term rightValue = rules.value(right, rightLocation);
    if (types.resolve(leftValue.type()) instanceof CType.Pointer pointer) {
      rules.integer(right, rightLocation);
      return rules.pointerSum(expression, pointer, leftValue, rightValue);
    }
    rules.integer(left, leftLocation);
    rules.integer(right, rightLocation);
    int type = rules.common(leftValue.type(), rightValue.type());
    return new Term.BinaryOperation(
        type,
        expression.operator(),
        new Term.Conversion(type, leftValue),
        new Term.Conversion(type, rightValue));
  }

  private Term integer(Expression expression) {
    return rules.integer(analyze(expression), expression.location());
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
