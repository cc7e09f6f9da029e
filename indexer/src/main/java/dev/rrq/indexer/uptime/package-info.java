/** The kernel's clock, derived from the changes of its variables. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.uptime;
