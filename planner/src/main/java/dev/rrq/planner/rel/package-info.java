/** Queries as relational algebra: the relations of the store, and how subjects and clauses map. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.rel;
