/** Rewrites of query plans, one class each. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.rule;
