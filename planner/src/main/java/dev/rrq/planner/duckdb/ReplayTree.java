package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.ReplayScan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;

/** A plan with a replay in it. A plan has one at most. */
final class ReplayTree {

  private ReplayTree() {}

  /** The replay of a plan. */
  static Optional<ReplayScan> scan(RelNode node) {
    RelNode at = node.stripped();
    if (at instanceof ReplayScan scan) {
      return Optional.of(scan);
    }
    return at.getInputs().stream().flatMap(input -> scan(input).stream()).findFirst();
  }

  /**
   * Whether what a tree gives for several windows is what it gives for each of them, together: its
   * nodes treat each row of the replay, and of the index beside it, by itself.
   */
  static boolean isRowByRow(RelNode node) {
    RelNode at = node.stripped();
    if (at instanceof ReplayToDuckDb) {
      return true;
    } else if (at instanceof Union union) {
      return union.all && isRowByRow(union.getInput(1));
    }
    boolean link = at instanceof Filter || at instanceof Project || at instanceof Join;
    return link && isRowByRow(at.getInput(0));
  }

  /** The tree with a replay of these windows alone. */
  static RelNode replayed(RelNode node, UnaryOperator<ReplayScan.Reading> reading) {
    return rewrite(
        node,
        at -> {
          if (at instanceof Union union) {
            return replayed(union.getInput(1), reading);
          }
          return at instanceof ReplayScan scan ? scan.with(reading.apply(scan.reading())) : null;
        });
  }

  /** The tree with all that it has, and the replay of other windows. */
  static RelNode whole(RelNode node, UnaryOperator<ReplayScan.Reading> reading) {
    return rewrite(
        node,
        at -> at instanceof ReplayScan scan ? scan.with(reading.apply(scan.reading())) : null);
  }

  /** The tree with what the index has alone; empty where it has nothing of it. */
  static Optional<RelNode> indexed(RelNode node) {
    boolean[] found = new boolean[1];
    RelNode tree =
        rewrite(
            node,
            at -> {
              found[0] |= at instanceof Union;
              if (at instanceof ReplayedSites sites) {
                // The replay that finds the others may come later, or never.
                return sites.indexed();
              }
              return at instanceof Union union ? union.getInput(0) : null;
            });
    return found[0] ? Optional.of(tree) : Optional.empty();
  }

  private interface Replacement {
    @org.jspecify.annotations.Nullable
    RelNode of(RelNode node);
  }

  private static RelNode rewrite(RelNode node, Replacement replacement) {
    RelNode at = node.stripped();
    RelNode other = replacement.of(at);
    if (other != null) {
      return other;
    }
    List<RelNode> inputs = new ArrayList<>();
    at.getInputs().forEach(input -> inputs.add(rewrite(input, replacement)));
    return inputs.isEmpty() ? at : at.copy(at.getTraitSet(), inputs);
  }
}
