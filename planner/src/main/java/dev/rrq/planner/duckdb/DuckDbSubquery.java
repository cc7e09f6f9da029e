package dev.rrq.planner.duckdb;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;

/** A SELECT statement in parentheses: what stands above it is computed after it. */
final class DuckDbSubquery extends SingleRel implements DuckDbRel {

  private DuckDbSubquery(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, traits, input);
  }

  static DuckDbSubquery of(DuckDbRel input) {
    return new DuckDbSubquery(input.getCluster(), input.getTraitSet(), input);
  }

  /** The statement. */
  String sql() {
    return DuckDbSqlWriter.sql((DuckDbRel) getInput());
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new DuckDbSubquery(getCluster(), traits, inputs.get(0));
  }
}
