/** The flow of control of a trace, in memory: which task ran when, and what called what. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.flow;
