package dev.rrq.planner.rule;

import dev.rrq.planner.rel.PlaceChanged;
import dev.rrq.planner.rel.Rex;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Writes out the condition that a row changed a place.
 *
 * <pre>
 * Filter(place_changed(paddr, start, length, bits, old, new))
 *   Input
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Filter((xor(old, new) &amp; CASE paddr - start ... END) &lt;&gt; 0)
 *   Input
 * </pre>
 */
public final class PlaceChangedRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "PlaceChangedRule",
              filter -> filter.operand(Filter.class).anyInputs(),
              PlaceChangedRule::new)
          .toRule();

  private PlaceChangedRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    Rex rex = new Rex(filter.getCluster().getRexBuilder());
    RexNode condition = filter.getCondition().accept(new Writer(rex));
    if (!condition.equals(filter.getCondition())) {
      call.transformTo(filter.copy(filter.getTraitSet(), filter.getInput(), condition));
    }
  }

  private static final class Writer extends RexShuttle {
    private final Rex rex;

    Writer(Rex rex) {
      this.rex = rex;
    }

    @Override
    public RexNode visitCall(RexCall call) {
      return PlaceChanged.of(call)
          .map(place -> place.arithmetic(rex))
          .orElseGet(() -> super.visitCall(call));
    }
  }
}
