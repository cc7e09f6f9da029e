package dev.rrq.planner.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;

/**
 * A scan of writes below nodes that treat each of its rows by itself: filters, projections without
 * windows, and joins with something else on the right. What such a chain gives for two sets of
 * files is what it gives for each of them, together.
 */
public final class WritesChain {

  private WritesChain() {}

  /** The scan at the end of the chain. */
  public static Optional<WritesScan> scan(RelNode node) {
    RelNode at = node.stripped();
    while (isLink(at)) {
      at = at.getInput(0).stripped();
    }
    return at instanceof WritesScan scan ? Optional.of(scan) : Optional.empty();
  }

  private static boolean isLink(RelNode node) {
    return node instanceof Filter
        || (node instanceof Project project && !project.containsOver())
        || (node instanceof Join join
            && (join.getJoinType() == JoinRelType.LEFT || join.getJoinType() == JoinRelType.INNER));
  }

  /** The filter right above the scan. */
  public static Optional<Filter> lowestFilter(RelNode node) {
    RelNode at = node.stripped();
    RelNode above = at;
    while (isLink(at)) {
      above = at;
      at = at.getInput(0).stripped();
    }
    return at instanceof WritesScan && above instanceof Filter filter
        ? Optional.of(filter)
        : Optional.empty();
  }

  /**
   * Whether a chain reads a column of its scan.
   *
   * @param top the topmost projection of the chain
   * @param except a condition that does not count
   */
  public static boolean reads(Project top, int column, @Nullable RexNode except) {
    ImmutableBitSet used = ImmutableBitSet.of();
    RelNode at = top;
    while (!(at instanceof WritesScan)) {
      if (at instanceof Project project) {
        // Below a projection, only filters and joins keep the scan's columns where they are.
        used = columns(project.getProjects());
      } else if (at instanceof Filter filter) {
        List<RexNode> parts = RelOptUtil.conjunctions(filter.getCondition());
        parts.remove(except);
        used = used.union(columns(parts));
      } else if (at instanceof Join join) {
        used = used.union(columns(List.of(join.getCondition())));
      }
      at = at.getInput(0).stripped();
    }
    return used.get(column);
  }

  private static ImmutableBitSet columns(List<RexNode> expressions) {
    return RelOptUtil.InputFinder.bits(expressions, null);
  }

  /** The chain with something else for its filter right above the scan. */
  public static RelNode withFilter(RelNode node, RelNode instead) {
    return with(node, at -> at.getInput(0).stripped() instanceof WritesScan, instead);
  }

  /** The chain with another scan at its end. */
  public static RelNode withScan(RelNode node, WritesScan scan) {
    return with(node, WritesScan.class::isInstance, scan);
  }

  private static RelNode with(RelNode node, Predicate<RelNode> replaced, RelNode instead) {
    RelNode at = node.stripped();
    if (replaced.test(at)) {
      return instead;
    }
    List<RelNode> inputs = new ArrayList<>(at.getInputs());
    inputs.set(0, with(inputs.get(0), replaced, instead));
    return at.copy(at.getTraitSet(), inputs);
  }

  /**
   * The column of the scan that a column of the chain passes on.
   *
   * @return -1 if it is computed or comes from elsewhere
   */
  public static int origin(RelNode node, int column) {
    RelNode at = node.stripped();
    int origin = column;
    while (!(at instanceof WritesScan) && origin >= 0) {
      if (at instanceof Project project) {
        origin = project.getProjects().get(origin) instanceof RexInputRef ref ? ref.getIndex() : -1;
      } else if (at instanceof Join join && origin >= join.getLeft().getRowType().getFieldCount()) {
        return -1;
      }
      at = at.getInput(0).stripped();
    }
    return origin;
  }
}
