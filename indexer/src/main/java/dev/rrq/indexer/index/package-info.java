/** Makes the index of a recording: one replay, from which a trace store is written. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.index;
