package dev.rrq.planner.rule;

import java.util.function.Predicate;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;

/** What rules match that are about a table which adds columns to rows. */
final class JoinedTable {

  private JoinedTable() {}

  /** A projection of an outer join of anything with such a table. */
  static RelRule.OperandTransform projected(Predicate<TableScan> table) {
    return project ->
        project
            .operand(Project.class)
            .oneInput(
                join ->
                    join.operand(Join.class)
                        .predicate(j -> j.getJoinType() == JoinRelType.LEFT)
                        .inputs(
                            left -> left.operand(RelNode.class).anyInputs(),
                            right -> right.operand(TableScan.class).predicate(table).noInputs()));
  }
}
