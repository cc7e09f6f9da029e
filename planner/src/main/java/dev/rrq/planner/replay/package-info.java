/** What a replay of the recorded machine can tell beside the index. */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.replay;
