/** A kernel of a few variables and functions, and traces of it, for tests. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.testing;
