package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.rule.RuleConfig;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;

/**
 * Lets a replay run, and the rest of the plan read what it found.
 *
 * <pre>
 * ReplayScan(places, windows)
 * </pre>
 *
 * becomes
 *
 * <pre>
 * ReplayToDuckDb
 *   ReplayTableScan(places, windows)
 * </pre>
 */
public final class ReplayScanRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "ReplayScanRule",
              scan ->
                  scan.operand(ReplayScan.class)
                      .predicate(s -> s.getConvention() == Convention.NONE && s.reading().bounded())
                      .noInputs(),
              ReplayScanRule::new)
          .toRule();

  private ReplayScanRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    ReplayScan scan = call.rel(0);
    call.transformTo(ReplayToDuckDb.of(scan));
  }
}
