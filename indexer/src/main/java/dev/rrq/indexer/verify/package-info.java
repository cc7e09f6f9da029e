/** Proves an index against the recording that it was made from. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.verify;
