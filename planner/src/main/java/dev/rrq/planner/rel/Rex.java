package dev.rrq.planner.rel;

import com.google.common.collect.ImmutableList;
import dev.rrq.planner.analysis.Interval;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Makes row expressions over 64-bit words. */
public final class Rex {

  private final RexBuilder builder;
  private final RelDataType word;

  /** Makes expressions with a builder. */
  public Rex(RexBuilder builder) {
    this.builder = builder;
    this.word = builder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
  }

  /** A number. */
  public RexNode number(long value) {
    if (value == Long.MIN_VALUE) {
      // DuckDB reads the digits alone as a number of 128 bits.
      return minus(number(value + 1), number(1));
    }
    return builder.makeExactLiteral(BigDecimal.valueOf(value), word);
  }

  /** A decimal number. */
  public RexNode decimal(BigDecimal value) {
    return builder.makeApproxLiteral(value);
  }

  /** A number in a row of constants. */
  public RexLiteral literal(long value) {
    return builder.makeExactLiteral(BigDecimal.valueOf(value), word);
  }

  /** A value as text, in decimal. */
  public RexNode asText(RexNode value) {
    RelDataType text = builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
    return builder.makeCast(
        builder.getTypeFactory().createTypeWithNullability(text, value.getType().isNullable()),
        value);
  }

  /** A text. */
  public RexNode text(String value) {
    return builder.makeLiteral(
        value, builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR), false);
  }

  /** An unknown number. */
  public RexNode unknownNumber() {
    return builder.makeNullLiteral(builder.getTypeFactory().createTypeWithNullability(word, true));
  }

  /** An unknown text. */
  public RexNode unknownText() {
    RelDataType text = builder.getTypeFactory().createSqlType(SqlTypeName.VARCHAR);
    return builder.makeNullLiteral(builder.getTypeFactory().createTypeWithNullability(text, true));
  }

  /** True or false. */
  public RexNode flag(boolean value) {
    return builder.makeLiteral(value);
  }

  /** {@code a + b}, for numbers that are known not to overflow. */
  public RexNode plus(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.PLUS, a, b);
  }

  /** {@code a - b}, for numbers that are known not to overflow. */
  public RexNode minus(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.MINUS, a, b);
  }

  /** {@code a * b}, for numbers that are known not to overflow. */
  public RexNode times(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.MULTIPLY, a, b);
  }

  /** {@code a & b}. */
  public RexNode bitAnd(RexNode a, RexNode b) {
    return call(WordOperators.AND, a, b);
  }

  /** The bits in which two words differ. */
  public RexNode xor(RexNode a, RexNode b) {
    return call(WordOperators.XOR, a, b);
  }

  /** {@code a >> b}; which bits come in from above is not defined. */
  public RexNode shiftRight(RexNode a, RexNode b) {
    return call(WordOperators.SHIFT_RIGHT, a, b);
  }

  /** {@code a = b}. */
  public RexNode equal(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.EQUALS, a, b);
  }

  /** {@code a <> b}. */
  public RexNode notEqual(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.NOT_EQUALS, a, b);
  }

  /** {@code a < b}, with signs. */
  public RexNode less(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.LESS_THAN, a, b);
  }

  /** {@code a <= b}, with signs. */
  public RexNode atMost(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, a, b);
  }

  /** {@code a >= b}, with signs. */
  public RexNode atLeast(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, a, b);
  }

  /** Whether a value lies in an interval. */
  public RexNode within(RexNode value, Interval interval) {
    return and(atLeast(value, number(interval.from())), less(value, number(interval.to())));
  }

  /** Whether a value lies in any of some intervals. */
  public RexNode within(RexNode value, List<Interval> intervals) {
    return or(intervals.stream().map(interval -> within(value, interval)).toList());
  }

  /** {@code a < b}, without signs; with a constant, so that a scan can use it. */
  public RexNode lessUnsigned(RexNode a, RexNode b) {
    if (b instanceof RexLiteral literal) {
      boolean low = value(literal) >= 0;
      return low ? and(atLeast(a, number(0)), less(a, b)) : or(atLeast(a, number(0)), less(a, b));
    } else if (a instanceof RexLiteral literal) {
      boolean low = value(literal) >= 0;
      return low ? or(less(b, number(0)), less(a, b)) : and(less(b, number(0)), less(a, b));
    }
    RexNode sameSign = equal(less(a, number(0)), less(b, number(0)));
    return when(sameSign, less(a, b), less(b, number(0)));
  }

  private static long value(RexLiteral literal) {
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    return value == null ? 0 : value.longValue();
  }

  /** Whether a value is not known. */
  public RexNode isUnknown(RexNode a) {
    return call(SqlStdOperatorTable.IS_NULL, a);
  }

  /** Not. */
  public RexNode not(RexNode a) {
    return call(SqlStdOperatorTable.NOT, a);
  }

  /** All of the conditions. */
  public RexNode and(List<RexNode> conditions) {
    return RexUtil.composeConjunction(builder, conditions);
  }

  /** All of the conditions. */
  public RexNode and(RexNode... conditions) {
    return and(List.of(conditions));
  }

  /** Any of the conditions. */
  public RexNode or(List<RexNode> conditions) {
    return RexUtil.composeDisjunction(builder, conditions);
  }

  /** Any of the conditions. */
  public RexNode or(RexNode... conditions) {
    return or(List.of(conditions));
  }

  /** {@code condition ? a : b}. */
  public RexNode when(RexNode condition, RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.CASE, condition, a, b);
  }

  /** Conditions and values in turn, then the value where no condition holds. */
  public RexNode cases(List<RexNode> operands) {
    return operands.size() == 1
        ? operands.get(0)
        : builder.makeCall(SqlStdOperatorTable.CASE, operands);
  }

  /** The first that is known. */
  public RexNode firstKnown(RexNode a, RexNode b) {
    return call(SqlStdOperatorTable.COALESCE, a, b);
  }

  /** A number sign-extended from its lowest bits, which must be all that it has. */
  public RexNode signExtend(RexNode a, int width) {
    if (width >= Long.SIZE) {
      return a;
    }
    RexNode sign = number(1L << (width - 1));
    return minus(xor(a, sign), sign);
  }

  /**
   * The last known value of an expression among the rows up to this one.
   *
   * @param among rows that are equal in this
   * @param order of the rows; columns
   */
  public RexNode lastKnown(RexNode value, RexNode among, List<RexNode> order) {
    List<RexFieldCollation> keys =
        order.stream().map(key -> new RexFieldCollation(key, Set.of())).toList();
    return builder.makeOver(
        builder.getTypeFactory().createTypeWithNullability(word, true),
        WordOperators.LAST_KNOWN,
        List.of(value),
        List.of(among),
        ImmutableList.copyOf(keys),
        RexWindowBounds.UNBOUNDED_PRECEDING,
        RexWindowBounds.CURRENT_ROW,
        true,
        true,
        false,
        false,
        false);
  }

  /** An unknown value of a type. */
  public RexNode unknown(RelDataType type) {
    return builder.makeNullLiteral(builder.getTypeFactory().createTypeWithNullability(type, true));
  }

  /** A call of an operator. */
  public RexNode call(SqlOperator operator, RexNode... operands) {
    return builder.makeCall(operator, operands);
  }

  /** The builder below. */
  public RexBuilder builder() {
    return builder;
  }
}
