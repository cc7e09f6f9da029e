package dev.rrq.planner.rule;

import dev.rrq.planner.flow.NamedSets;
import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Rex;
import java.util.BitSet;
import java.util.Objects;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/**
 * Finds the calling contexts below a function once, so that a row is only looked up among them.
 *
 * <pre>
 * Filter(under(context, 'vfs_read'))
 *   Input
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Filter(in_contexts(context, number of the set))
 *   Input
 * </pre>
 *
 * <p>A set without members is no condition but false, and a small one becomes comparisons.
 */
public final class ContextSetRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "ContextSetRule",
              filter -> filter.operand(Filter.class).anyInputs(),
              ContextSetRule::new)
          .toRule();

  /** The most members that are compared with one by one. */
  private static final int FEW = 4;

  private ContextSetRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    Rex rex = new Rex(filter.getCluster().getRexBuilder());
    NamedSets<BitSet> sets = Planning.flow(filter).contexts();
    RexNode condition =
        filter
            .getCondition()
            .accept(
                new RexShuttle() {
                  @Override
                  public RexNode visitCall(RexCall node) {
                    return node.getOperator().equals(FlowOperators.UNDER)
                        ? membership(rex, sets, node)
                        : flat(rex, super.visitCall(node));
                  }
                });
    if (!condition.equals(filter.getCondition())) {
      call.transformTo(filter.copy(filter.getTraitSet(), filter.getInput(), condition));
    }
  }

  /** Calcite wants no OR directly below an OR. */
  private static RexNode flat(Rex rex, RexNode node) {
    return node instanceof RexCall call && call.getKind() == SqlKind.OR
        ? rex.or(RelOptUtil.disjunctions(call))
        : node;
  }

  private static RexNode membership(Rex rex, NamedSets<BitSet> sets, RexCall under) {
    RexNode context = under.getOperands().get(0);
    RexLiteral name = (RexLiteral) under.getOperands().get(1);
    int number = sets.number(Objects.requireNonNull(name.getValueAs(String.class)));
    BitSet members = sets.set(number);
    return members.cardinality() <= FEW
        ? rex.or(members.stream().mapToObj(id -> rex.equal(context, rex.number(id))).toList())
        : rex.call(FlowOperators.IN_CONTEXTS, context, rex.number(number));
  }
}
