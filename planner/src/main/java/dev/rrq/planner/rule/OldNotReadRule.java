package dev.rrq.planner.rule;

import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Schema;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Keeps a scan from restoring {@code old} where neither the columns nor the conditions above it use
 * it: that needs the row before each, and so no condition on time could be checked first.
 *
 * <pre>
 * Project(t, new)
 *   Filter(t in [c, d))
 *     WritesScan
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Project(t, new)
 *   Filter(t in [c, d))
 *     WritesScan(old not read)
 * </pre>
 */
public final class OldNotReadRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "OldNotReadRule",
              project -> project.operand(Project.class).anyInputs(),
              OldNotReadRule::new)
          .toRule();

  private OldNotReadRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Project project = call.rel(0);
    Optional<WritesScan> scan = WritesChain.scan(project);
    if (scan.isEmpty() || !scan.get().reading().old() || isOldUsed(project)) {
      return;
    }
    WritesScan.Reading reading = scan.get().reading();
    WritesScan without =
        scan.get()
            .with(
                new WritesScan.Reading(
                    reading.segments(), reading.addresses(), false, reading.pruned()));
    call.transformTo(WritesChain.withScan(project, without));
  }

  /** Below a projection, only filters and joins keep the scan's columns where they are. */
  private static boolean isOldUsed(Project top) {
    ImmutableBitSet.Builder used = ImmutableBitSet.builder();
    RelNode at = top;
    while (!(at instanceof WritesScan)) {
      if (at instanceof Project project) {
        used = ImmutableBitSet.builder();
        used.addAll(columns(project.getProjects()));
      } else if (at instanceof Filter filter) {
        used.addAll(columns(List.of(filter.getCondition())));
      } else if (at instanceof Join join) {
        used.addAll(columns(List.of(join.getCondition())));
      }
      at = at.getInput(0).stripped();
    }
    return used.build().get(Schema.SEGMENT_ROWS.ordinal("old"));
  }

  private static ImmutableBitSet columns(List<RexNode> expressions) {
    return RelOptUtil.InputFinder.bits(expressions, null);
  }
}
