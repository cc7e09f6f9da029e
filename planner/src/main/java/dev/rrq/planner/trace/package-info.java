/** What analysis asks of a trace, answered by its store. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.trace;
