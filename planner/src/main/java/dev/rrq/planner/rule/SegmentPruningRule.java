package dev.rrq.planner.rule;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.rel.BoxFinder;
import dev.rrq.planner.rel.Boxes;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Schema;
import dev.rrq.store.Segment;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Filter;

/**
 * Leaves out the files in which a condition on place and time cannot hold, and tells the scan which
 * addresses matter.
 *
 * <pre>
 * Filter(paddr in [a, b) and t in [c, d) and ...)
 *   WritesScan(all files)
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Filter(paddr in [a, b) and t in [c, d) and ...)
 *   WritesScan(files that may have such rows, addresses [a, b))
 * </pre>
 */
public final class SegmentPruningRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "SegmentPruningRule",
              filter ->
                  filter
                      .operand(Filter.class)
                      .oneInput(
                          scan ->
                              scan.operand(WritesScan.class)
                                  .predicate(s -> !s.reading().pruned())
                                  .noInputs()),
              SegmentPruningRule::new)
          .toRule();

  /** Beyond this many spans of addresses the scan reads all rows of its files. */
  private static final int MOST_SPANS = 64;

  private SegmentPruningRule(RuleConfig config) {
    super(config);
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Filter filter = call.rel(0);
    WritesScan scan = call.rel(1);
    Boxes boxes =
        new BoxFinder(
                filter.getCluster().getRexBuilder(),
                Schema.SEGMENT_ROWS.ordinal("t"),
                Schema.SEGMENT_ROWS.ordinal("paddr"))
            .boxes(filter.getCondition());
    call.transformTo(filter.copy(filter.getTraitSet(), prune(scan, boxes), filter.getCondition()));
  }

  /** The scan of only those files that may hold what lies in the boxes. */
  static WritesScan prune(WritesScan scan, Boxes boxes) {
    List<Segment> files =
        scan.reading().segments().stream().filter(file -> mayHold(file, boxes)).toList();
    return scan.with(new WritesScan.Reading(files, spans(boxes), scan.reading().old(), true));
  }

  private static boolean mayHold(Segment file, Boxes boxes) {
    return boxes.boxes().stream()
        .anyMatch(
            box -> file.mayLieIn(stored(box.times())) && file.mayTouch(stored(box.addresses())));
  }

  /** The bytes of which a row that starts where it may overlaps some. */
  private static List<dev.rrq.store.Interval> spans(Boxes boxes) {
    List<Interval> starts = boxes.addresses();
    boolean all = starts.contains(Interval.ALWAYS) || starts.size() > MOST_SPANS;
    return all ? List.of() : starts.stream().map(SegmentPruningRule::stored).toList();
  }

  private static dev.rrq.store.Interval stored(Interval interval) {
    return new dev.rrq.store.Interval(interval.from(), interval.to());
  }
}
