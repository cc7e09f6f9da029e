package dev.rrq.planner.duckdb;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;

/** A node whose rows come to Java, one at a time. */
public interface RowsRel extends RelNode {

  /** The convention of these nodes. */
  Convention CONVENTION = new Convention.Impl("ROWS", RowsRel.class);

  /**
   * Starts reading.
   *
   * @throws dev.rrq.planner.QueryException if it cannot be read
   */
  RawRows open(DuckDbSessions sessions);
}
