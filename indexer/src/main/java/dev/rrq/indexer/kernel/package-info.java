/** What the recorded kernel says of itself in its own memory. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.kernel;
