package dev.rrq.planner.duckdb;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/** The places of instructions in the source: those of the index, and those that a replay met. */
public final class ReplayedSites extends TableScan implements DuckDbRel {

  private ReplayedSites(RelOptCluster cluster, RelTraitSet traits, RelOptTable table) {
    super(cluster, traits, List.of(), table);
  }

  static ReplayedSites of(TableScan sites) {
    return new ReplayedSites(
        sites.getCluster(), sites.getTraitSet().replace(DuckDbRel.CONVENTION), sites.getTable());
  }

  /** Those of the index alone. */
  RelNode indexed() {
    return new DuckDbTableScan(getCluster(), getTraitSet(), getTable());
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ReplayedSites(getCluster(), traits, getTable());
  }
}
