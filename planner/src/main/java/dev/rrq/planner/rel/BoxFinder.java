package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Interval;
import java.math.BigDecimal;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * Finds the {@link Boxes} of a condition. Comparisons of {@code t} or {@code paddr} with constants
 * count; whatever else there is may hold anywhere.
 */
public final class BoxFinder {

  private final RexBuilder builder;
  private final int t;
  private final int paddr;

  /**
   * Reads conditions on rows that have these columns.
   *
   * @param t position of the time
   * @param paddr position of the physical address
   */
  public BoxFinder(RexBuilder builder, int t, int paddr) {
    this.builder = builder;
    this.t = t;
    this.paddr = paddr;
  }

  /** Where the condition may hold. */
  public Boxes boxes(RexNode condition) {
    return visit(RexUtil.expandSearch(builder, null, condition));
  }

  private Boxes visit(RexNode node) {
    if (node.isAlwaysFalse()) {
      return Boxes.NONE;
    } else if (node instanceof RexCall call && call.getKind() == SqlKind.AND) {
      return call.getOperands().stream().map(this::visit).reduce(Boxes.ALL, Boxes::and);
    } else if (node instanceof RexCall call && call.getKind() == SqlKind.OR) {
      return call.getOperands().stream().map(this::visit).reduce(Boxes.NONE, Boxes::or);
    } else if (node instanceof RexCall call && call.getOperands().size() == 2) {
      return comparison(call.getKind(), call.getOperands().get(0), call.getOperands().get(1));
    }
    return Boxes.ALL;
  }

  private Boxes comparison(SqlKind kind, RexNode left, RexNode right) {
    if (left instanceof RexLiteral && right instanceof RexInputRef) {
      return comparison(kind.reverse(), right, left);
    }
    if (!(left instanceof RexInputRef column)
        || !(right instanceof RexLiteral literal)
        || literal.isNull()
        || (column.getIndex() != t && column.getIndex() != paddr)) {
      return Boxes.ALL;
    }
    BigDecimal value = literal.getValueAs(BigDecimal.class);
    Interval span = value == null ? Interval.ALWAYS : span(kind, value.longValue());
    return column.getIndex() == t ? Boxes.times(span) : Boxes.addresses(span);
  }

  private static Interval span(SqlKind kind, long value) {
    long next = value == Long.MAX_VALUE ? value : value + 1;
    return switch (kind) {
      case EQUALS -> new Interval(value, next);
      case LESS_THAN -> new Interval(0, value);
      case LESS_THAN_OR_EQUAL -> new Interval(0, next);
      case GREATER_THAN -> new Interval(next, Long.MAX_VALUE);
      case GREATER_THAN_OR_EQUAL -> new Interval(value, Long.MAX_VALUE);
      default -> Interval.ALWAYS;
    };
  }
}
