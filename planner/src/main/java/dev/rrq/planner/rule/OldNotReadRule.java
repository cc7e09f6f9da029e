package dev.rrq.planner.rule;

import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Schema;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Project;

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
    if (scan.isEmpty()
        || !scan.get().reading().old()
        || WritesChain.reads(project, Schema.SEGMENT_ROWS.ordinal("old"), null)) {
      return;
    }
    call.transformTo(WritesChain.withScan(project, scan.get().withoutOld()));
  }
}
