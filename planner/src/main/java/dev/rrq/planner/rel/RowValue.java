package dev.rrq.planner.rel;

import org.apache.calcite.rex.RexNode;

/** A value of a row, and how it compares. */
public record RowValue(RexNode rex, Domain domain) {}
