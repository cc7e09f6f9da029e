package dev.rrq.planner.rule;

import dev.rrq.planner.rel.PlaceChanged;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rex.RexNode;

/**
 * Asks only of rows at the edges of a large place whether they changed it: the index holds nothing
 * but changes, so that a row within the place did. {@code old}, which takes most of the time to
 * restore, is then not read of the others.
 *
 * <pre>
 * Aggregate
 *   Project(pc, t)
 *     Filter(place_changed(start, end) and ...)
 *       WritesScan
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Aggregate
 *   Project(pc, t)
 *     Union
 *       Filter(paddr in [start, end - 8] and ...)
 *         WritesScan(old not read)
 *       Filter(paddr not in [start, end - 8] and place_changed(start, end) and ...)
 *         WritesScan
 * </pre>
 *
 * or, where no file has rows at the edges and so under anything but an aggregate too,
 *
 * <pre>
 * Project(pc, t)
 *   Filter(paddr in [start, end - 8] and ...)
 *     WritesScan
 * </pre>
 *
 * <p>Rows of a replay are not all changes; the rule that adds them comes before this one.
 */
public final class InnerWritesRule extends RelRule<RuleConfig> {

  /** For places without rows at their edges. */
  public static final RelOptRule WHOLE =
      RuleConfig.of(
              "InnerWritesRule",
              project -> project.operand(Project.class).anyInputs(),
              config -> new InnerWritesRule(config, false))
          .toRule();

  /** For all other places under an aggregate, which does not care in which order rows come. */
  public static final RelOptRule SPLIT =
      RuleConfig.of(
              "InnerWritesRule:split",
              aggregate ->
                  aggregate
                      .operand(Aggregate.class)
                      .oneInput(project -> project.operand(Project.class).anyInputs()),
              config -> new InnerWritesRule(config, true))
          .toRule();

  /** Of smaller places {@code old} is restored in less time than another scan takes. */
  static final long LEAST_BYTES = 1 << 16;

  private final boolean splits;

  private InnerWritesRule(RuleConfig config, boolean splits) {
    super(config);
    this.splits = splits;
  }

  /** The filter on a scan, and what it says of a large place. */
  private record Asked(Filter filter, WritesScan scan, RexNode changed, PlaceChanged place) {}

  @Override
  public void onMatch(RelOptRuleCall call) {
    Project project = call.rel(splits ? 1 : 0);
    asked(project).ifPresent(asked -> transform(call, project, asked));
  }

  private static Optional<Asked> asked(Project project) {
    Optional<Filter> filter = WritesChain.lowestFilter(project);
    if (filter.isEmpty() || !(filter.get().getInput().stripped() instanceof WritesScan scan)) {
      return Optional.empty();
    }
    for (RexNode part : RelOptUtil.conjunctions(filter.get().getCondition())) {
      Optional<PlaceChanged> place = PlaceChanged.of(part);
      if (place.isPresent() && place.get().length() >= LEAST_BYTES) {
        return WritesChain.reads(project, Schema.SEGMENT_ROWS.ordinal("old"), part)
            ? Optional.empty()
            : Optional.of(new Asked(filter.get(), scan, part, place.get()));
      }
    }
    return Optional.empty();
  }

  private void transform(RelOptRuleCall call, Project project, Asked asked) {
    Rex rex = new Rex(asked.filter().getCluster().getRexBuilder());
    RexNode paddr = asked.place().paddr();
    RexNode first = rex.number(asked.place().start());
    RexNode last = rex.number(asked.place().end() - Long.BYTES);
    List<RexNode> inner = new ArrayList<>(RelOptUtil.conjunctions(asked.filter().getCondition()));
    List<RexNode> edges = new ArrayList<>(inner);
    inner.remove(asked.changed());
    inner.add(rex.atLeast(paddr, first));
    inner.add(rex.atMost(paddr, last));
    edges.add(rex.or(rex.less(paddr, first), rex.less(last, paddr)));
    Filter atEdges = filter(asked, rex.and(edges), asked.scan());
    if (files(atEdges).isEmpty()) {
      Filter whole = filter(asked, rex.and(inner), asked.scan());
      RelNode chain = WritesChain.withFilter(project, whole);
      call.transformTo(splits ? over(call, chain) : chain);
    } else if (splits) {
      Filter within = filter(asked, rex.and(inner), asked.scan().withoutOld());
      RelNode both = LogicalUnion.create(List.of(within, atEdges), true);
      call.transformTo(over(call, WritesChain.withFilter(project, both)));
    }
  }

  private static Filter filter(Asked asked, RexNode condition, WritesScan scan) {
    return asked.filter().copy(asked.filter().getTraitSet(), scan, condition);
  }

  private static List<dev.rrq.store.Segment> files(Filter filter) {
    WritesScan scan = (WritesScan) filter.getInput();
    return SegmentPruningRule.prune(scan, ReplayBoundsRule.boxes(filter)).reading().segments();
  }

  private static RelNode over(RelOptRuleCall call, RelNode input) {
    Aggregate aggregate = call.rel(0);
    return aggregate.copy(aggregate.getTraitSet(), List.of(input));
  }
}
