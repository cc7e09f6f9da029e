package dev.rrq.planner.rule;

import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Drops the table on the right of an outer join when it has at most one row for each on the left
 * and none of its columns is used.
 *
 * <pre>
 * Project(left.t)
 *   LeftJoin(left.pc = sites.pc)
 *     Left
 *     Scan(sites)
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Project(left.t)
 *   Left
 * </pre>
 */
public final class SitesNotReadRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of("SitesNotReadRule", JoinedTable.projected(table -> true), SitesNotReadRule::new)
          .toRule();

  private SitesNotReadRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Project project = call.rel(0);
    Join join = call.rel(1);
    TableScan table = call.rel(3);
    int leftColumns = join.getLeft().getRowType().getFieldCount();
    ImmutableBitSet used = RelOptUtil.InputFinder.bits(project.getProjects(), null);
    if (used.length() > leftColumns || !joinsOnKey(join.getCondition(), leftColumns, table)) {
      return;
    }
    call.transformTo(
        project.copy(
            project.getTraitSet(), join.getLeft(), project.getProjects(), project.getRowType()));
  }

  private static boolean joinsOnKey(RexNode condition, int leftColumns, TableScan table) {
    return condition instanceof RexCall call
        && call.getKind() == SqlKind.EQUALS
        && call.getOperands().get(1) instanceof RexInputRef right
        && right.getIndex() >= leftColumns
        && table.getTable().isKey(ImmutableBitSet.of(right.getIndex() - leftColumns));
  }
}
