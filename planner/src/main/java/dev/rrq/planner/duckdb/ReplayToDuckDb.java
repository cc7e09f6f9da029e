package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.ReplayScan;
import java.util.List;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;

/** Puts what a replay finds into a table of DuckDB, where the rest of the plan reads it. */
public final class ReplayToDuckDb extends ConverterImpl implements DuckDbRel {

  ReplayToDuckDb(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, ConventionTraitDef.INSTANCE, traits, input);
  }

  static ReplayToDuckDb of(ReplayScan scan) {
    return new ReplayToDuckDb(
        scan.getCluster(),
        scan.getCluster().traitSetOf(DuckDbRel.CONVENTION),
        ReplayTableScan.of(scan));
  }

  /** What is looked for. */
  public ReplayScan.Reading reading() {
    return ((ReplayScan) getInput().stripped()).reading();
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ReplayToDuckDb(getCluster(), traits, inputs.get(0));
  }
}
