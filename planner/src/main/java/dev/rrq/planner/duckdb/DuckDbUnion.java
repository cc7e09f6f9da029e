package dev.rrq.planner.duckdb;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Union;

/** {@code UNION}. */
final class DuckDbUnion extends Union implements DuckDbRel {

  DuckDbUnion(RelOptCluster cluster, RelTraitSet traits, List<RelNode> inputs, boolean all) {
    super(cluster, traits, inputs, all);
  }

  @Override
  public DuckDbUnion copy(RelTraitSet traits, List<RelNode> inputs, boolean all) {
    return new DuckDbUnion(getCluster(), traits, inputs, all);
  }
}
