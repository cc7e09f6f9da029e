/** Where values came from: followed backwards through stores, registers and loads. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.why;
