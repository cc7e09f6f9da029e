package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqBaseVisitor;
import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Expression.BinaryOperator;
import dev.rrq.grammar.ast.Expression.UnaryOperator;
import dev.rrq.grammar.ast.Node;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.ast.TypeName;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.util.Locale;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;

/** Builds expressions. */
final class ExpressionBuilder extends RrqBaseVisitor<Expression> {
  private int depth;

  static Expression build(RrqParser.ValueContext context) {
    return new ExpressionBuilder().visit(context);
  }

  @Override
  public Expression visit(ParseTree tree) {
    int levels = tree instanceof RrqParser.ValueContext ? 1 : 0;
    depth += levels;
    if (depth > Node.MAX_DEPTH) {
      throw new DiagnosticException(
          Diagnostic.error(
              "too-deep",
              Locations.of((ParserRuleContext) tree),
              "the expression is nested more than %d deep".formatted(Node.MAX_DEPTH)));
    }
    Expression expression = super.visit(tree);
    depth -= levels;
    return expression;
  }

  @Override
  public Expression visitPrimaryValue(RrqParser.PrimaryValueContext context) {
    return visit(context.primary());
  }

  @Override
  public Expression visitMemberValue(RrqParser.MemberValueContext context) {
    return new Expression.Member(
        Locations.of(context), visit(context.value()), Names.of(context.member()));
  }

  @Override
  public Expression visitArrowValue(RrqParser.ArrowValueContext context) {
    return new Expression.Arrow(
        Locations.of(context), visit(context.value()), Names.of(context.member()));
  }

  @Override
  public Expression visitIndexValue(RrqParser.IndexValueContext context) {
    return new Expression.Index(
        Locations.of(context), visit(context.value(0)), visit(context.value(1)));
  }

  @Override
  public Expression visitCpuValue(RrqParser.CpuValueContext context) {
    Token cpu = context.identifier().getStart();
    String text = cpu.getText().toLowerCase(Locale.ROOT);
    if (!text.matches("cpu[0-9]{1,4}")) {
      throw new DiagnosticException(
          Diagnostic.error(
              "syntax",
              Locations.of(cpu),
              "expected a CPU such as cpu0, but found '%s'".formatted(cpu.getText())));
    }
    return perCpu(
        Locations.of(context), visit(context.value()), Integer.parseInt(text.substring(3)));
  }

  @Override
  public Expression visitPerCpuPrimary(RrqParser.PerCpuPrimaryContext context) {
    int cpu = Literals.between(context.NUMBER().getSymbol(), 0, 9999, "a CPU");
    return perCpu(Locations.of(context), visit(context.value()), cpu);
  }

  private static Expression perCpu(Location location, Expression variable, int cpu) {
    if (!(variable instanceof Expression.Name)) {
      throw new DiagnosticException(
          Diagnostic.error(
              "syntax",
              variable.location(),
              "only a variable has a copy for each CPU",
              "choose the CPU first, then the member: runqueues@cpu0.nr_running"));
    }
    return new Expression.PerCpu(location, variable, cpu);
  }

  @Override
  public Expression visitCastValue(RrqParser.CastValueContext context) {
    return new Expression.Cast(Locations.of(context), type(context.type()), visit(context.value()));
  }

  @Override
  public Expression visitUnaryValue(RrqParser.UnaryValueContext context) {
    UnaryOperator operator =
        switch (context.getStart().getType()) {
          case RrqParser.STAR -> UnaryOperator.DEREFERENCE;
          case RrqParser.AMP -> UnaryOperator.ADDRESS_OF;
          case RrqParser.MINUS -> UnaryOperator.MINUS;
          case RrqParser.PLUS -> UnaryOperator.PLUS;
          case RrqParser.TILDE -> UnaryOperator.COMPLEMENT;
          default -> UnaryOperator.NOT;
        };
    return new Expression.Unary(Locations.of(context), operator, visit(context.value()));
  }

  @Override
  public Expression visitBinaryValue(RrqParser.BinaryValueContext context) {
    Expression left = visit(context.value(0));
    Expression right = visit(context.value(1));
    return new Expression.Binary(Locations.of(context), operator(context.operator), left, right);
  }

  private static BinaryOperator operator(Token token) {
    return switch (token.getType()) {
      case RrqParser.STAR -> BinaryOperator.MULTIPLY;
      case RrqParser.SLASH -> BinaryOperator.DIVIDE;
      case RrqParser.PERCENT -> BinaryOperator.REMAINDER;
      case RrqParser.PLUS -> BinaryOperator.ADD;
      case RrqParser.MINUS -> BinaryOperator.SUBTRACT;
      case RrqParser.SHL -> BinaryOperator.SHIFT_LEFT;
      case RrqParser.SHR -> BinaryOperator.SHIFT_RIGHT;
      case RrqParser.AMP -> BinaryOperator.AND;
      case RrqParser.CARET -> BinaryOperator.XOR;
      default -> BinaryOperator.OR;
    };
  }

  @Override
  public Expression visitNumberPrimary(RrqParser.NumberPrimaryContext context) {
    return Literals.number(context.getStart());
  }

  @Override
  public Expression visitDecimalPrimary(RrqParser.DecimalPrimaryContext context) {
    return new Expression.DecimalLiteral(
        Locations.of(context), Literals.decimal(context.getStart()));
  }

  @Override
  public Expression visitStringPrimary(RrqParser.StringPrimaryContext context) {
    return Literals.text(context.getStart());
  }

  @Override
  public Expression visitInstantPrimary(RrqParser.InstantPrimaryContext context) {
    Location location = Locations.of(context);
    Token token = context.getStart();
    Time time =
        token.getType() == RrqParser.ROW
            ? new Time.Row(location, Literals.row(token))
            : new Time.Uptime(location, Literals.seconds(token));
    return new Expression.Instant(location, time);
  }

  @Override
  public Expression visitTaskPrimary(RrqParser.TaskPrimaryContext context) {
    return new Expression.TaskOf(Locations.of(context), visit(context.value()));
  }

  @Override
  public Expression visitListPrimary(RrqParser.ListPrimaryContext context) {
    return new Expression.ListOf(
        Locations.of(context),
        visit(context.value()),
        type(context.type()),
        context.member().stream().map(Names::of).toList());
  }

  @Override
  public Expression visitSizeofPrimary(RrqParser.SizeofPrimaryContext context) {
    return context.type() != null
        ? new Expression.SizeOfType(Locations.of(context), type(context.type()))
        : new Expression.SizeOf(Locations.of(context), visit(context.value()));
  }

  @Override
  public Expression visitNamePrimary(RrqParser.NamePrimaryContext context) {
    return new Expression.Name(
        Locations.of(context), Names.scope(context.SCOPE()), Names.of(context.identifier()));
  }

  @Override
  public Expression visitBracketedPrimary(RrqParser.BracketedPrimaryContext context) {
    RrqParser.ConditionContext inner = context.condition();
    if (inner instanceof RrqParser.SimpleConditionContext simple && simple.test() == null) {
      return visit(simple.value());
    }
    throw new DiagnosticException(
        Diagnostic.error(
            "syntax",
            Locations.of(context),
            "expected a value, but this is a condition",
            "conditions stand after where"));
  }

  static TypeName type(RrqParser.TypeContext context) {
    if (context instanceof RrqParser.TaggedTypeContext tagged) {
      TypeName.Kind kind =
          tagged.STRUCT() != null
              ? TypeName.Kind.STRUCT
              : tagged.UNION() != null ? TypeName.Kind.UNION : TypeName.Kind.ENUM;
      return new TypeName(
          Locations.of(context), kind, Names.of(tagged.identifier()), tagged.STAR().size());
    }
    RrqParser.PlainTypeContext plain = (RrqParser.PlainTypeContext) context;
    String name =
        plain.TYPE_NAME() != null
            ? plain.TYPE_NAME().getText()
            : plain.BASE_TYPE().stream()
                .map(ParseTree::getText)
                .filter(word -> !word.equals("const") && !word.equals("volatile"))
                .collect(Collectors.joining(" "));
    if (name.isEmpty()) {
      throw Literals.wrong(
          context.getStart(), "expected a type after '%s'".formatted(context.getText()));
    }
    return new TypeName(Locations.of(context), TypeName.Kind.PLAIN, name, plain.STAR().size());
  }
}
