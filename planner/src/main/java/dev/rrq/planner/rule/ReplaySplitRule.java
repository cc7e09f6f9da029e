package dev.rrq.planner.rule;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.rel.Boxes;
import dev.rrq.planner.rel.Reach;
import dev.rrq.planner.rel.ReplayScan;
import dev.rrq.planner.rel.StoreSchema;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.planner.replay.ReplayedAccess;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalUnion;

/**
 * Takes the writes at times that the index does not cover from a replay.
 *
 * <pre>
 * Filter(paddr in [a, b) and t in [c, d) and ...)
 *   WritesScan
 * </pre>
 *
 * becomes, where the index covers [c, e) only,
 *
 * <pre>
 * Union
 *   Filter(paddr in [a, b) and t in [c, d) and ...)
 *     WritesScan
 *   Filter(paddr in [a, b) and t in [c, d) and ...)
 *     ReplayScan(places [a, b), windows [e, d))
 * </pre>
 *
 * or the replay alone where it covers nothing of it. A condition on no address is left alone: a
 * replay cannot hand over all memory.
 */
public final class ReplaySplitRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "ReplaySplitRule",
              filter ->
                  filter
                      .operand(Filter.class)
                      .oneInput(
                          scan ->
                              scan.operand(WritesScan.class)
                                  .predicate(s -> !s.reading().pruned())
                                  .noInputs()),
              ReplaySplitRule::new)
          .toRule();

  private ReplaySplitRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    WritesScan scan = call.rel(1);
    Reach reach = reach(scan);
    Boxes boxes = ReplayBoundsRule.boxes(filter);
    if (!reach.replays() || boxes.addresses().contains(Interval.ALWAYS)) {
      return;
    }
    ReplayScan.Reading reading =
        ReplayScan.Reading.of(Set.of(ReplayedAccess.Kind.STORE))
            .within(boxes, reach.missing(Interval.ALWAYS));
    if (reading.windows().isEmpty()) {
      return;
    }
    RelNode replayed =
        filter.copy(
            filter.getTraitSet(),
            ReplayScan.logical(scan.getCluster(), scan.getTable(), reading),
            filter.getCondition());
    WritesScan pruned = SegmentPruningRule.prune(scan, boxes);
    boolean covers = boxes.boxes().stream().anyMatch(box -> !isMissing(reach, box.times()));
    RelNode indexed = filter.copy(filter.getTraitSet(), pruned, filter.getCondition());
    call.transformTo(covers ? LogicalUnion.create(List.of(indexed, replayed), true) : replayed);
  }

  private static boolean isMissing(Reach reach, Interval span) {
    Interval asked = span.intersect(new Interval(0, reach.end()));
    return asked.isEmpty() || reach.missing(asked).contains(asked);
  }

  private static Reach reach(WritesScan scan) {
    return ((StoreSchema) Objects.requireNonNull(scan.getTable().getRelOptSchema())).reach();
  }
}
