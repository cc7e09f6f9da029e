/** Recordings, the engines that index them, and ingestion into the store. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer;
