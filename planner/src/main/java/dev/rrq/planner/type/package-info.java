/** Questions about C types: sizes, members, names. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.type;
