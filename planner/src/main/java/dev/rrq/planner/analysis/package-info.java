/**
 * What the names in a statement mean: places as physical memory over time, times as icounts,
 * predicates as typed expressions.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.analysis;
