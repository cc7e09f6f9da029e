/** Recordings: the manifest of a trace directory, and the recorder that makes one. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.recording;
