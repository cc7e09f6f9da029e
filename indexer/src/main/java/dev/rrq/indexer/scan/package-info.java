/** Finds chosen accesses of memory and executions of instructions in a replay. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.scan;
