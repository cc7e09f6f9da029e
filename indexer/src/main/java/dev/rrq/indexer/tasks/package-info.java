/** Derives from the changes of the kernel's own structures which task ran when. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.tasks;
