package dev.rrq.planner.why;

/**
 * Bytes or bits that an instruction stored, and where all of them came from.
 *
 * @param part of what was stored
 * @param isLeft whether the instruction left them in memory as they were
 */
record Strand(Place part, Origin origin, boolean isLeft) {}
