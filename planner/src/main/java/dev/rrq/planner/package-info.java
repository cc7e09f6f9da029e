/** From a syntax tree to rows: analysis, relational algebra, rules, execution. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner;
