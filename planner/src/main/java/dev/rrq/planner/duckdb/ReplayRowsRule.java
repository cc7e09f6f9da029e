package dev.rrq.planner.duckdb;

import dev.rrq.planner.rule.RuleConfig;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;

/**
 * Runs a plan with a replay in it window by window, where its rows are wanted in the order of time:
 * from the end where the order is backwards, and only as far as there are not enough rows.
 *
 * <pre>
 * DuckDbToRows
 *   DuckDbSort(t, fetch n)
 *     ... ReplayToDuckDb
 * </pre>
 *
 * becomes
 *
 * <pre>
 * ReplayRows
 *   DuckDbSort(t, fetch n)
 *     ... ReplayToDuckDb
 * </pre>
 */
public final class ReplayRowsRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "ReplayRowsRule",
              rows -> rows.operand(DuckDbToRows.class).anyInputs(),
              ReplayRowsRule::new)
          .toRule();

  private ReplayRowsRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    DuckDbToRows rows = call.rel(0);
    if (ReplayTree.scan(rows).isPresent()) {
      call.transformTo(
          new ReplayRows(rows.getCluster(), rows.getTraitSet(), rows.getInput().stripped()));
    }
  }
}
