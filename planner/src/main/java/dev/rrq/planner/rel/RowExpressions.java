package dev.rrq.planner.rel;

import dev.rrq.grammar.ast.ComparisonOperator;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Names;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.TermAnalyzer;
import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.type.CTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Turns expressions over columns into row expressions. Arithmetic is C's on 64 bits: it wraps
 * around, and is unsigned as soon as one side is an address or an {@code unsigned long}.
 */
public final class RowExpressions {

  private final EventRelation relation;
  private final Rex rex;
  private final Constants constants;

  /**
   * What an expression may have besides columns.
   *
   * @param value evaluates a term that needs no memory
   */
  public record Constants(
      Names names,
      CTypes types,
      TermAnalyzer analyzer,
      TimeResolver times,
      Function<dev.rrq.planner.analysis.Term, Value> value) {}

  /** Resolves columns in a relation. */
  public RowExpressions(EventRelation relation, Rex rex, Constants constants) {
    this.relation = relation;
    this.rex = rex;
    this.constants = constants;
  }

  /** The value of an expression. */
  public RowValue value(Expression expression) {
    if (expression instanceof Expression.Name name && column(name).isPresent()) {
      EventColumn column = column(name).get();
      checkCompared(column, name.location());
      return new RowValue(column.value(), column.domain());
    } else if (expression instanceof Expression.TextLiteral text) {
      return new RowValue(rex.text(text.value()), Domain.TEXT);
    } else if (expression instanceof Expression.Instant instant) {
      return new RowValue(rex.number(constants.times().resolve(instant.time())), Domain.SIGNED);
    } else if (expression instanceof Expression.Unary unary && hasColumn(unary)) {
      return unary(unary);
    } else if (expression instanceof Expression.Binary binary && hasColumn(binary)) {
      return binary(binary);
    }
    return constant(expression);
  }

  private Optional<EventColumn> column(Expression.Name name) {
    return name.scope().isEmpty() ? relation.column(name.name()) : Optional.empty();
  }

  private boolean hasColumn(Expression expression) {
    if (expression instanceof Expression.Name name) {
      return column(name).isPresent();
    } else if (expression instanceof Expression.Unary unary) {
      return hasColumn(unary.operand());
    }
    return expression instanceof Expression.Binary binary
        && (hasColumn(binary.left()) || hasColumn(binary.right()));
  }

  private RowValue constant(Expression expression) {
    if (expression instanceof Expression.Name name && name.scope().isEmpty()) {
      OptionalLong time = constants.names().time(name.name());
      if (time.isPresent()) {
        return new RowValue(rex.number(time.getAsLong()), Domain.SIGNED);
      }
      checkName(name);
    }
    var term = constants.analyzer().analyze(expression);
    Value value = constants.value().apply(term);
    if (value instanceof Value.Known known) {
      boolean unsigned =
          constants.types().sizeOf(term.type()) == Long.BYTES
              && !constants.types().isSigned(term.type());
      return new RowValue(rex.number(known.bits()), unsigned ? Domain.UNSIGNED : Domain.SIGNED);
    }
    throw Problems.error(
        "not-a-constant",
        expression.location(),
        "a condition compares columns with constants, and this depends on memory",
        "columns: " + String.join(", ", relation.names()));
  }

  /** A name that is nothing at all was probably meant as a column. */
  private void checkName(Expression.Name name) {
    try {
      constants.analyzer().analyze(name);
    } catch (dev.rrq.grammar.diagnostics.DiagnosticException e) {
      List<String> near =
          dev.rrq.grammar.diagnostics.Suggestions.nearest(name.name(), relation.names());
      if (!near.isEmpty() || e.diagnostic().hints().isEmpty()) {
        throw Problems.unknown(
            "unknown-column",
            name.location(),
            relation.anEvent() + " has no column '" + name.name() + "'",
            name.name(),
            relation.names());
      }
      throw e;
    }
  }

  private RowValue unary(Expression.Unary expression) {
    RowValue operand = number(expression.operand());
    return switch (expression.operator()) {
      case PLUS -> operand;
      case MINUS ->
          new RowValue(
              rex.call(WordOperators.SUBTRACT, rex.number(0), operand.rex()), operand.domain());
      case COMPLEMENT -> new RowValue(rex.xor(operand.rex(), rex.number(-1)), operand.domain());
      case NOT ->
          new RowValue(
              rex.when(rex.equal(operand.rex(), rex.number(0)), rex.number(1), rex.number(0)),
              Domain.SIGNED);
      case DEREFERENCE, ADDRESS_OF ->
          throw Problems.error(
              "column-as-place", expression.location(), "a column is not a place in memory");
    };
  }

  private RowValue binary(Expression.Binary expression) {
    RowValue left = number(expression.left());
    RowValue right = number(expression.right());
    boolean unsigned = left.domain() == Domain.UNSIGNED || right.domain() == Domain.UNSIGNED;
    RexNode a = left.rex();
    RexNode b = right.rex();
    RexNode result =
        switch (expression.operator()) {
          case ADD -> rex.call(WordOperators.ADD, a, b);
          case SUBTRACT -> rex.call(WordOperators.SUBTRACT, a, b);
          case MULTIPLY -> rex.call(WordOperators.MULTIPLY, a, b);
          case DIVIDE ->
              rex.call(unsigned ? WordOperators.DIVIDE_UNSIGNED : WordOperators.DIVIDE, a, b);
          case REMAINDER ->
              rex.call(unsigned ? WordOperators.REMAINDER_UNSIGNED : WordOperators.REMAINDER, a, b);
          case SHIFT_LEFT -> rex.call(WordOperators.SHIFT_LEFT, a, b);
          case SHIFT_RIGHT ->
              rex.call(
                  left.domain() == Domain.UNSIGNED
                      ? WordOperators.SHIFT_RIGHT_UNSIGNED
                      : WordOperators.SHIFT_RIGHT_SIGNED,
                  a,
                  b);
          case AND -> rex.bitAnd(a, b);
          case XOR -> rex.xor(a, b);
          case OR -> rex.call(WordOperators.OR, a, b);
        };
    return new RowValue(result, unsigned ? Domain.UNSIGNED : Domain.SIGNED);
  }

  /** A value as a number. */
  RowValue number(Expression expression) {
    if (isSeconds(expression)) {
      throw Problems.error(
          "seconds-here", expression.location(), "a number of seconds can only be compared");
    }
    RowValue value = value(expression);
    if (value.domain() == Domain.TEXT) {
      throw Problems.error("text-here", expression.location(), "a text is not a number");
    }
    return value.domain() == Domain.FLAG
        ? new RowValue(rex.when(value.rex(), rex.number(1), rex.number(0)), Domain.SIGNED)
        : value;
  }

  /** Whether two values compare so. */
  RexNode compare(
      ComparisonOperator operator, Expression left, Expression right, Location location) {
    if (isSeconds(left) || isSeconds(right)) {
      return compareSigned(operator, seconds(left), seconds(right));
    }
    RowValue a = value(left);
    RowValue b = value(right);
    if (a.domain() == Domain.TEXT || b.domain() == Domain.TEXT) {
      return compareSigned(operator, text(a, left, location), text(b, right, location));
    }
    RowValue x = number(left);
    RowValue y = number(right);
    boolean unsigned = x.domain() == Domain.UNSIGNED || y.domain() == Domain.UNSIGNED;
    return switch (operator) {
      case EQUAL -> rex.equal(x.rex(), y.rex());
      case NOT_EQUAL -> rex.notEqual(x.rex(), y.rex());
      case LESS -> less(unsigned, x.rex(), y.rex());
      case GREATER -> less(unsigned, y.rex(), x.rex());
      case LESS_OR_EQUAL -> atMost(unsigned, x.rex(), y.rex());
      case GREATER_OR_EQUAL -> atMost(unsigned, y.rex(), x.rex());
    };
  }

  /** That a column has values of its own. */
  public static void checkCompared(EventColumn column, Location location) {
    if (column.domain() == Domain.SHOWN) {
      throw Problems.error(
          "only-shown",
          location,
          "'" + column.name() + "' can only be shown",
          "each argument has a column of its name, and one of its position: arg0");
    }
  }

  private boolean isSeconds(Expression expression) {
    return expression instanceof Expression.Name name
        && column(name).map(c -> c.column().kind() == Kind.DECIMAL).orElse(false);
  }

  /** A column of seconds, or what it may be compared with. */
  private RexNode seconds(Expression expression) {
    if (isSeconds(expression)) {
      return column((Expression.Name) expression).orElseThrow().value();
    } else if (expression instanceof Expression.Instant instant) {
      if (instant.time() instanceof Time.Uptime uptime) {
        return rex.decimal(uptime.seconds());
      }
      throw Problems.error(
          "time-for-seconds",
          expression.location(),
          "a number of seconds is compared with 0.5s or a number, not with an instant",
          "an instant belongs into a clause: since, before, between");
    }
    return number(expression).rex();
  }

  private RexNode compareSigned(ComparisonOperator operator, RexNode a, RexNode b) {
    return switch (operator) {
      case EQUAL -> rex.equal(a, b);
      case NOT_EQUAL -> rex.notEqual(a, b);
      case LESS -> rex.less(a, b);
      case LESS_OR_EQUAL -> rex.atMost(a, b);
      case GREATER -> rex.less(b, a);
      case GREATER_OR_EQUAL -> rex.atMost(b, a);
    };
  }

  private RexNode less(boolean unsigned, RexNode a, RexNode b) {
    return unsigned ? rex.lessUnsigned(a, b) : rex.less(a, b);
  }

  private RexNode atMost(boolean unsigned, RexNode a, RexNode b) {
    return unsigned ? rex.or(rex.equal(a, b), rex.lessUnsigned(a, b)) : rex.atMost(a, b);
  }

  private RexNode text(RowValue value, Expression expression, Location location) {
    if (value.domain() == Domain.TEXT) {
      return value.rex();
    } else if (expression instanceof Expression.CharacterLiteral character) {
      return rex.text(Character.toString(character.codePoint()));
    }
    throw Problems.error(
        "text-and-number",
        location,
        "this compares a text with a number",
        "texts are "
            + String.join(", ", textColumns())
            + "; a character in single quotes is a number where a number is wanted");
  }

  private List<String> textColumns() {
    List<String> texts = new ArrayList<>();
    for (EventColumn column : relation.columns()) {
      if (column.domain() == Domain.TEXT) {
        texts.add(column.name().toLowerCase(Locale.ROOT));
      }
    }
    return texts;
  }

  /** Whether a text matches a pattern of SQL. */
  RexNode like(Expression operand, String pattern, Location location) {
    RowValue value = value(operand);
    if (value.domain() != Domain.TEXT) {
      throw Problems.error(
          "like-on-number",
          location,
          "'like' needs a text",
          "texts are " + String.join(", ", textColumns()));
    }
    return rex.call(SqlStdOperatorTable.LIKE, value.rex(), rex.text(pattern));
  }
}
