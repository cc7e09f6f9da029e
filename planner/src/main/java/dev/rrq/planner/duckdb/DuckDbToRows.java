package dev.rrq.planner.duckdb;

import java.util.List;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;

/** Runs a tree of DuckDB nodes as one statement and reads its rows. */
public final class DuckDbToRows extends ConverterImpl implements RowsRel {

  /** Reads what a node gives. */
  public DuckDbToRows(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
    super(cluster, ConventionTraitDef.INSTANCE, traits, input);
  }

  /** Reads what a node gives. */
  public static DuckDbToRows of(RelNode input) {
    return new DuckDbToRows(
        input.getCluster(), input.getCluster().traitSetOf(RowsRel.CONVENTION), input);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new DuckDbToRows(getCluster(), traits, inputs.get(0));
  }

  /** The statement. */
  public String sql() {
    return DuckDbSqlWriter.sql((DuckDbRel) getInput());
  }

  @Override
  public RawRows open(DuckDbSessions sessions) {
    return sessions.query(sql());
  }
}
