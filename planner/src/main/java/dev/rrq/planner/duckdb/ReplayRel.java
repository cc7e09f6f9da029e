package dev.rrq.planner.duckdb;

import org.apache.calcite.plan.Convention;
import org.apache.calcite.rel.RelNode;

/** A node whose rows come from a replay of the recording. */
public interface ReplayRel extends RelNode {

  /** The convention of these nodes. */
  Convention CONVENTION = new Convention.Impl("REPLAY", ReplayRel.class);
}
