package dev.rrq.planner.rule;

import dev.rrq.store.Schema;
import java.util.function.Predicate;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalTableScan;

/** What rules match that are about a table which adds columns to rows. */
public final class JoinedTable {

  private JoinedTable() {}

  /** Whether it is the table of the instructions that wrote. */
  static boolean isSites(TableScan scan) {
    return scan.getTable().getQualifiedName().contains(Schema.SITES.name());
  }

  /** A join of anything with the table of the instructions that wrote, as it is in plans. */
  public static RelRule.OperandTransform withSites() {
    return join ->
        join.operand(Join.class)
            .inputs(
                left -> left.operand(RelNode.class).anyInputs(),
                right ->
                    right
                        .operand(LogicalTableScan.class)
                        .predicate(JoinedTable::isSites)
                        .noInputs());
  }

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
