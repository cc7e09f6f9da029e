package dev.rrq.planner.rel;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * The condition that a row changed a place at one physical address: a bit that belongs to both
 * differs. In a plan it is one call, so that rules know it; before DuckDB gets the plan, {@code
 * PlaceChangedRule} writes it out.
 *
 * @param paddr where the row starts
 * @param start of the place
 * @param length of the place in bytes
 * @param bits of the place that count, if it is no longer than a word; else all
 * @param old the row's bytes before
 * @param value the row's bytes after
 */
public record PlaceChanged(
    RexNode paddr, long start, long length, long bits, RexNode old, RexNode value) {

  private static final SqlFunction OPERATOR =
      new SqlFunction(
          "place_changed",
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BOOLEAN_NULLABLE,
          null,
          OperandTypes.VARIADIC,
          SqlFunctionCategory.USER_DEFINED_FUNCTION);

  /** Reads a condition; empty if it is another. */
  public static Optional<PlaceChanged> of(RexNode condition) {
    if (!(condition instanceof RexCall call) || !call.getOperator().equals(OPERATOR)) {
      return Optional.empty();
    }
    List<RexNode> operands = call.getOperands();
    return Optional.of(
        new PlaceChanged(
            operands.get(0),
            number(operands.get(1)),
            number(operands.get(2)),
            number(operands.get(3)),
            operands.get(4),
            operands.get(5)));
  }

  private static long number(RexNode literal) {
    return Objects.requireNonNull(((RexLiteral) literal).getValueAs(BigDecimal.class)).longValue();
  }

  /** The condition as one call. */
  public RexNode call(Rex rex) {
    return rex.call(
        OPERATOR, paddr, rex.literal(start), rex.literal(length), rex.literal(bits), old, value);
  }

  /** The condition as arithmetic on the row's columns. */
  public RexNode arithmetic(Rex rex) {
    RexNode distance = rex.minus(paddr, rex.number(start));
    return new PlaceMask(length, bits).changed(rex, distance, old, value);
  }

  /** The end of the place. */
  public long end() {
    return start + length;
  }
}
