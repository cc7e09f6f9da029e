package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.WritesScan;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** Reads segment files. */
public final class DuckDbWritesScan extends WritesScan implements DuckDbRel {

  DuckDbWritesScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, Reading reading) {
    super(cluster, traits, table, reading);
  }

  @Override
  public DuckDbWritesScan with(Reading other) {
    return new DuckDbWritesScan(getCluster(), getTraitSet(), getTable(), other);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new DuckDbWritesScan(getCluster(), traits, getTable(), reading());
  }
}
