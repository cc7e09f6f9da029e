/** Rows of answers as files for other programs. */
@org.jspecify.annotations.NullMarked
package dev.rrq.store.export;
