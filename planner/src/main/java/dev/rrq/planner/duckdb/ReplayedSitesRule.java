package dev.rrq.planner.duckdb;

import dev.rrq.planner.rule.JoinedTable;
import dev.rrq.planner.rule.RuleConfig;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.logical.LogicalTableScan;

/**
 * Says where instructions stand in the source that only a replay has met.
 *
 * <pre>
 * Join(replayed.pc = sites.pc)
 *   ... ReplayScan
 *   Scan(sites)
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Join(replayed.pc = sites.pc)
 *   ... ReplayScan
 *   ReplayedSites
 * </pre>
 */
public final class ReplayedSitesRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of("ReplayedSitesRule", JoinedTable.withSites(), ReplayedSitesRule::new).toRule();

  private ReplayedSitesRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Join join = call.rel(0);
    LogicalTableScan sites = call.rel(2);
    if (ReplayTree.scan(join.getLeft()).isPresent()) {
      call.transformTo(
          join.copy(
              join.getTraitSet(), java.util.List.of(join.getLeft(), ReplayedSites.of(sites))));
    }
  }
}
