package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** A C expression over symbols, columns, constants and {@code let} names. */
public sealed interface Expression extends Node {
  /** Calls the visitor's method for this kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code jiffies}, {@code init/main.c:static_var}, {@code module:var}, {@code exe:var}.
   *
   * @param scope what stands before the colon: a source file, a module or a user program
   */
  record Name(Location location, Optional<String> scope, String name) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitName(this);
    }
  }

  /**
   * An integer.
   *
   * @param bits raw 64 bits; a literal above 2^63 - 1 is negative here
   * @param hexadecimal how it was written
   */
  record NumberLiteral(Location location, long bits, boolean hexadecimal) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNumberLiteral(this);
    }
  }

  /** {@code 1.5}. */
  record DecimalLiteral(Location location, BigDecimal value) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDecimalLiteral(this);
    }
  }

  /**
   * {@code 's'}: one character in single quotes.
   *
   * @param codePoint 0 to 0x10ffff
   */
  record CharacterLiteral(Location location, int codePoint) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCharacterLiteral(this);
    }
  }

  /** {@code 'sched_%'} or {@code "s"}, escapes resolved. */
  record TextLiteral(Location location, String value) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTextLiteral(this);
    }
  }

  /** {@code 2.668s} or {@code #3} as a value to compare with. */
  record Instant(Location location, Time time) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInstant(this);
    }
  }

  /** {@code BASE.NAME}. */
  record Member(Location location, Expression base, String name) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitMember(this);
    }
  }

  /** {@code BASE->NAME}: the member of what the base points to. */
  record Arrow(Location location, Expression base, String name) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitArrow(this);
    }
  }

  /** {@code BASE[INDEX]}. */
  record Index(Location location, Expression base, Expression index) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIndex(this);
    }
  }

  /**
   * {@code runqueues@cpu0}, {@code per_cpu(runqueues, 0)}: one CPU's copy of a per-CPU variable.
   *
   * @param cpu from 0
   */
  record PerCpu(Location location, Expression variable, int cpu) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPerCpu(this);
    }
  }

  /** {@code task(1)}: the {@code task_struct} of a pid. */
  record TaskOf(Location location, Expression pid) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitTaskOf(this);
    }
  }

  /**
   * {@code list(init_task.tasks, struct task_struct, tasks)}: the objects of one of the kernel's
   * lists.
   *
   * @param head the {@code list_head} or {@code hlist_head}
   * @param type of the objects
   * @param members the path to the object's own node
   */
  record ListOf(Location location, Expression head, TypeName type, List<String> members)
      implements Expression {
    public ListOf {
      members = List.copyOf(members);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitListOf(this);
    }
  }

  /** {@code (struct task_struct *)0xffff888003a40000}. */
  record Cast(Location location, TypeName type, Expression operand) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCast(this);
    }
  }

  /** {@code sizeof(struct task_struct)}. */
  record SizeOfType(Location location, TypeName type) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSizeOfType(this);
    }
  }

  /** {@code sizeof(init_task.comm)}; a name alone may turn out to be a typedef. */
  record SizeOf(Location location, Expression operand) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSizeOf(this);
    }
  }

  /** {@code *p}, {@code &x}, {@code -x}. */
  record Unary(Location location, UnaryOperator operator, Expression operand)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUnary(this);
    }
  }

  /** {@code a + b}. */
  record Binary(Location location, BinaryOperator operator, Expression left, Expression right)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBinary(this);
    }
  }

  /** A prefix operator of C. */
  enum UnaryOperator {
    DEREFERENCE("*"),
    ADDRESS_OF("&"),
    MINUS("-"),
    PLUS("+"),
    COMPLEMENT("~"),
    NOT("!");

    private final String symbol;

    UnaryOperator(String symbol) {
      this.symbol = symbol;
    }

    /** As C writes it. */
    public String symbol() {
      return symbol;
    }
  }

  /** A binary operator of C; unlike there, all of them bind closer than a comparison. */
  enum BinaryOperator {
    MULTIPLY("*", 6),
    DIVIDE("/", 6),
    REMAINDER("%", 6),
    ADD("+", 5),
    SUBTRACT("-", 5),
    SHIFT_LEFT("<<", 4),
    SHIFT_RIGHT(">>", 4),
    AND("&", 3),
    XOR("^", 2),
    OR("|", 1);

    private final String symbol;
    private final int precedence;

    BinaryOperator(String symbol, int precedence) {
      this.symbol = symbol;
      this.precedence = precedence;
    }

    /** As C writes it. */
    public String symbol() {
      return symbol;
    }

    /** How close it binds: 1 ({@code |}) to 6 ({@code *}). All are left-associative. */
    public int precedence() {
      return precedence;
    }
  }

  /** One method for each kind of expression. */
  interface Visitor<R> {
    R visitName(Name expression);

    R visitNumberLiteral(NumberLiteral expression);

    R visitDecimalLiteral(DecimalLiteral expression);

    R visitCharacterLiteral(CharacterLiteral expression);

    R visitTextLiteral(TextLiteral expression);

    R visitInstant(Instant expression);

    R visitMember(Member expression);

    R visitArrow(Arrow expression);

    R visitIndex(Index expression);

    R visitPerCpu(PerCpu expression);

    R visitTaskOf(TaskOf expression);

    R visitListOf(ListOf expression);

    R visitCast(Cast expression);

    R visitSizeOfType(SizeOfType expression);

    R visitSizeOf(SizeOf expression);

    R visitUnary(Unary expression);

    R visitBinary(Binary expression);
  }
}
