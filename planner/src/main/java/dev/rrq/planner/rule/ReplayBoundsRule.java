package dev.rrq.planner.rule;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.rel.BoxFinder;
import dev.rrq.planner.rel.Boxes;
import dev.rrq.planner.rel.Reach;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.store.Schema;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Filter;

/**
 * Tells a replay when it must run, and which memory matters.
 *
 * <pre>
 * Filter(paddr in [a, b) and t in [c, d) and ...)
 *   ReplayScan
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Filter(paddr in [a, b) and t in [c, d) and ...)
 *   ReplayScan(places [a, b), windows [c, d))
 * </pre>
 */
public final class ReplayBoundsRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "ReplayBoundsRule",
              filter ->
                  filter
                      .operand(Filter.class)
                      .oneInput(
                          scan ->
                              scan.operand(ReplayScan.class)
                                  .predicate(s -> !s.reading().bounded())
                                  .noInputs()),
              ReplayBoundsRule::new)
          .toRule();

  private ReplayBoundsRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    ReplayScan scan = call.rel(1);
    Reach reach = scan.reach();
    ReplayScan bounded =
        scan.with(scan.reading().within(boxes(filter), List.of(new Interval(0, reach.end()))));
    call.transformTo(filter.copy(filter.getTraitSet(), bounded, filter.getCondition()));
  }

  static Boxes boxes(Filter filter) {
    return new BoxFinder(
            filter.getCluster().getRexBuilder(),
            Schema.SEGMENT_ROWS.ordinal("t"),
            Schema.SEGMENT_ROWS.ordinal("paddr"))
        .boxes(filter.getCondition());
  }
}
