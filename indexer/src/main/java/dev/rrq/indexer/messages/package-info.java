/** The kernel's log, derived from the changes of its ring buffer. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.messages;
