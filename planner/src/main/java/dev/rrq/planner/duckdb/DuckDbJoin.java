package dev.rrq.planner.duckdb;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;

/** {@code JOIN}. */
final class DuckDbJoin extends Join implements DuckDbRel {

  DuckDbJoin(
      RelOptCluster cluster,
      RelTraitSet traits,
      RelNode left,
      RelNode right,
      RexNode condition,
      JoinRelType type) {
    super(cluster, traits, List.of(), left, right, condition, Set.of(), type);
  }

  @Override
  public DuckDbJoin copy(
      RelTraitSet traits,
      RexNode condition,
      RelNode left,
      RelNode right,
      JoinRelType type,
      boolean semiJoinDone) {
    return new DuckDbJoin(getCluster(), traits, left, right, condition, type);
  }
}
