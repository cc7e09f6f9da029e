package dev.rrq.planner.duckdb;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexNode;

/** {@code WHERE}. */
final class DuckDbFilter extends Filter implements DuckDbRel {

  DuckDbFilter(RelOptCluster cluster, RelTraitSet traits, RelNode input, RexNode condition) {
    super(cluster, traits, input, condition);
  }

  @Override
  public DuckDbFilter copy(RelTraitSet traits, RelNode input, RexNode condition) {
    return new DuckDbFilter(getCluster(), traits, input, condition);
  }
}
