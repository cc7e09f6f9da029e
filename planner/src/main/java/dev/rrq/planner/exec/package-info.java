/** Carries statements out. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.exec;
