/** Kernel modules: when they were loaded, where, and what their symbols are. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.modules;
