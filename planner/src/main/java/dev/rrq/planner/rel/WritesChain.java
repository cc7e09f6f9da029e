package dev.rrq.planner.rel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;

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

  /** The chain with another scan at its end. */
  public static RelNode withScan(RelNode node, WritesScan scan) {
    RelNode at = node.stripped();
    if (at instanceof WritesScan) {
      return scan;
    }
    List<RelNode> inputs = new ArrayList<>(at.getInputs());
    inputs.set(0, withScan(inputs.get(0), scan));
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
        origin =
            project.getProjects().get(origin) instanceof org.apache.calcite.rex.RexInputRef ref
                ? ref.getIndex()
                : -1;
      } else if (at instanceof Join join && origin >= join.getLeft().getRowType().getFieldCount()) {
        return -1;
      }
      at = at.getInput(0).stripped();
    }
    return origin;
  }
}
