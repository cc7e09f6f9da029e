package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Bins;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** The two plans of a histogram of numbers: what there is between, and how much of each. */
public final class HistogramPlans {

  private static final String VALUE = "value";
  private static final String BIN = "bin";

  /** The bin of what is not known. */
  public static final long UNKNOWN_BIN = -1;

  private final RelBuilder builder;
  private final Rex rex;
  private final boolean unsigned;

  /**
   * Plans over events.
   *
   * @param events gives one column, the numbers
   */
  public HistogramPlans(Planning planning, RelNode events, boolean unsigned) {
    this.builder = planning.builder();
    this.rex = planning.rex();
    this.unsigned = unsigned;
    builder.push(events);
  }

  /**
   * One row: the least number, the greatest, their mean. Numbers without signs have their highest
   * bit turned over, so that they compare as signed ones.
   */
  public RelNode summary() {
    RexNode value = builder.field(0);
    RexNode ordered = unsigned ? rex.xor(value, rex.number(Long.MIN_VALUE)) : value;
    builder.project(List.of(ordered), List.of(VALUE), true);
    builder.aggregate(
        builder.groupKey(),
        builder.min("least", builder.field(VALUE)),
        builder.max("greatest", builder.field(VALUE)),
        builder.avg(false, "mean", builder.field(VALUE)));
    return builder.build();
  }

  /** Number and count of each bin that has any. */
  public RelNode counts(Bins bins) {
    RexNode value = builder.field(0);
    List<RexNode> cases = new ArrayList<>();
    cases.add(rex.isUnknown(value));
    cases.add(rex.number(UNKNOWN_BIN));
    for (int i = 1; i < bins.starts().size(); i++) {
      RexNode start = rex.number(bins.starts().get(i));
      cases.add(unsigned ? rex.lessUnsigned(value, start) : rex.less(value, start));
      cases.add(rex.number(i - 1));
    }
    // SQL takes a group's number for a column's position where it is a mere constant.
    RexNode zero = rex.xor(value, value);
    cases.add(rex.plus(zero, rex.number(bins.starts().size() - 1)));
    builder.project(List.of(rex.cases(cases)), List.of(BIN), true);
    builder.aggregate(builder.groupKey(builder.field(BIN)), builder.countStar("count"));
    return builder.build();
  }
}
