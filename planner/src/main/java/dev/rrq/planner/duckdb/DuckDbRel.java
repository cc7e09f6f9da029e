package dev.rrq.planner.duckdb;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;

/** A node that runs inside DuckDB, as a part of one SQL statement. */
public interface DuckDbRel extends RelNode {

  /** The convention of these nodes. */
  Convention CONVENTION = new Convention.Impl("DUCKDB", DuckDbRel.class);
}
