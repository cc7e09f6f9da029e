package dev.rrq.grammar;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Expression.BinaryOperator;
import dev.rrq.grammar.ast.Expression.UnaryOperator;
import dev.rrq.grammar.ast.TypeName;
import java.util.stream.Collectors;

/** Writes expressions. */
final class ExpressionFormatter implements Expression.Visitor<String> {
  @Override
  public String visitName(Expression.Name name) {
    return NameFormatter.scoped(name.scope(), name.name());
  }

  @Override
  public String visitNumberLiteral(Expression.NumberLiteral number) {
    return number.hexadecimal()
        ? "0x" + Long.toHexString(number.bits())
        : Long.toUnsignedString(number.bits());
  }

  @Override
  public String visitDecimalLiteral(Expression.DecimalLiteral decimal) {
    String digits = decimal.value().toPlainString();
    return digits.indexOf('.') < 0 ? digits + ".0" : digits;
  }

  @Override
  public String visitCharacterLiteral(Expression.CharacterLiteral character) {
    return Escapes.quote(Character.toString(character.codePoint()), '\'');
  }

  /** One character in single quotes would be a character. */
  @Override
  public String visitTextLiteral(Expression.TextLiteral text) {
    String value = text.value();
    boolean single = value.codePointCount(0, value.length()) == 1;
    return Escapes.quote(value, single ? '"' : '\'');
  }

  @Override
  public String visitInstant(Expression.Instant instant) {
    return Formatter.format(instant.time());
  }

  @Override
  public String visitMember(Expression.Member member) {
    return postfix(member.base()) + "." + NameFormatter.member(member.name());
  }

  @Override
  public String visitArrow(Expression.Arrow arrow) {
    return postfix(arrow.base()) + "->" + NameFormatter.member(arrow.name());
  }

  @Override
  public String visitIndex(Expression.Index index) {
    return postfix(index.base()) + "[" + index.index().accept(this) + "]";
  }

  private String postfix(Expression base) {
    boolean prefix =
        base instanceof Expression.Unary
            || base instanceof Expression.Cast
            || base instanceof Expression.Binary;
    return prefix ? brackets(base) : base.accept(this);
  }

  @Override
  public String visitPerCpu(Expression.PerCpu perCpu) {
    return perCpu.variable().accept(this) + "@cpu" + perCpu.cpu();
  }

  @Override
  public String visitTaskOf(Expression.TaskOf task) {
    return "task(" + task.pid().accept(this) + ")";
  }

  @Override
  public String visitListOf(Expression.ListOf list) {
    String members =
        list.members().stream().map(NameFormatter::member).collect(Collectors.joining("."));
    return "list(%s, %s, %s)".formatted(list.head().accept(this), type(list.type()), members);
  }

  /** Only brackets tell the parser that what stands before them is a type, where it cannot know. */
  @Override
  public String visitCast(Expression.Cast cast) {
    boolean unknown =
        cast.type().kind() == TypeName.Kind.PLAIN
            && cast.type().pointers() == 0
            && !Words.isBaseType(cast.type().name());
    Expression operand = cast.operand();
    return "("
        + type(cast.type())
        + ")"
        + (unknown || operand instanceof Expression.Binary
            ? brackets(operand)
            : operand.accept(this));
  }

  @Override
  public String visitSizeOfType(Expression.SizeOfType size) {
    return "sizeof(" + type(size.type()) + ")";
  }

  @Override
  public String visitSizeOf(Expression.SizeOf size) {
    return "sizeof(" + size.operand().accept(this) + ")";
  }

  @Override
  public String visitUnary(Expression.Unary unary) {
    Expression operand = unary.operand();
    boolean bracketed = operand instanceof Expression.Binary || joins(unary.operator(), operand);
    return unary.operator().symbol() + (bracketed ? brackets(operand) : operand.accept(this));
  }

  /** Two minus signs begin a comment, two ampersands are an {@code and}. */
  private static boolean joins(UnaryOperator operator, Expression operand) {
    return (operator == UnaryOperator.MINUS || operator == UnaryOperator.ADDRESS_OF)
        && operand instanceof Expression.Unary inner
        && inner.operator() == operator;
  }

  /** Outside of brackets {@code |} is a pipe, and {@code >>} may append to a file. */
  @Override
  public String visitBinary(Expression.Binary binary) {
    BinaryOperator operator = binary.operator();
    String text =
        operand(binary.left(), operator.precedence())
            + " "
            + operator.symbol()
            + " "
            + operand(binary.right(), operator.precedence() + 1);
    return isOutput(operator) ? "(" + text + ")" : text;
  }

  private String operand(Expression operand, int precedence) {
    boolean bracketed =
        operand instanceof Expression.Binary binary
            && binary.operator().precedence() < precedence
            && !isOutput(binary.operator());
    return bracketed ? brackets(operand) : operand.accept(this);
  }

  private static boolean isOutput(BinaryOperator operator) {
    return operator == BinaryOperator.OR || operator == BinaryOperator.SHIFT_RIGHT;
  }

  private String brackets(Expression expression) {
    String text = expression.accept(this);
    boolean done = expression instanceof Expression.Binary binary && isOutput(binary.operator());
    return done ? text : "(" + text + ")";
  }

  static String type(TypeName type) {
    return type.toString();
  }
}
