package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.ReplayScan;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;

/** Replays windows of the recording and reports what it looks for. */
public final class ReplayTableScan extends ReplayScan implements ReplayRel {

  ReplayTableScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, Reading reading) {
    super(cluster, traits, table, reading);
  }

  static ReplayTableScan of(ReplayScan scan) {
    return new ReplayTableScan(
        scan.getCluster(),
        scan.getTraitSet().replace(ReplayRel.CONVENTION),
        scan.getTable(),
        scan.reading());
  }

  @Override
  public ReplayTableScan with(Reading other) {
    return new ReplayTableScan(getCluster(), getTraitSet(), getTable(), other);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ReplayTableScan(getCluster(), traits, getTable(), reading());
  }
}
