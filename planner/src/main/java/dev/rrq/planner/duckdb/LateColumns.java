package dev.rrq.planner.duckdb;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * Computes the columns of writes after they were sorted, so that names and texts are looked up only
 * of rows that are wanted: of one, where the last of ten thousand is asked for, and of the first
 * that are read from a long answer.
 *
 * <pre>
 * Sort(t, fetch n)
 *   Project(t, task_at(t), site_function(pc))
 *     ...
 *       WritesScan
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Project(t, task_at(t), site_function(pc))
 *   Subquery
 *     Sort(t, fetch n)
 *       ...
 *         WritesScan
 * </pre>
 *
 * <p>Windows need the rows that a sort leaves out, and stay below it. DuckDB keeps the order of the
 * rows of a subquery. As that is no property of a relation, this is done where SQL is written, not
 * by a rule.
 */
final class LateColumns {

  private LateColumns() {}

  /** The same rows in the same order. */
  static DuckDbRel of(DuckDbRel root) {
    if (!(root instanceof DuckDbSort sort
        && sort.getInput().stripped() instanceof DuckDbProject project
        && !project.containsOver()
        && isPlain(project.getInput()))) {
      return root;
    }
    List<RelFieldCollation> keys = new ArrayList<>();
    for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
      RexNode column = project.getProjects().get(key.getFieldIndex());
      if (!(column instanceof RexInputRef ref)) {
        return root;
      }
      keys.add(key.withFieldIndex(ref.getIndex()));
    }
    DuckDbSort below =
        new DuckDbSort(
            sort.getCluster(),
            sort.getTraitSet().replace(RelCollations.of(keys)),
            project.getInput(),
            RelCollations.of(keys),
            sort.offset,
            sort.fetch);
    return project.copy(
        project.getTraitSet(),
        DuckDbSubquery.of(below),
        project.getProjects(),
        project.getRowType());
  }

  /** Whether these are rows of writes with the names that they have in the files. */
  private static boolean isPlain(RelNode rows) {
    RelNode at = rows.stripped();
    while (at instanceof DuckDbFilter) {
      at = at.getInput(0).stripped();
    }
    return at instanceof DuckDbWritesScan;
  }
}
