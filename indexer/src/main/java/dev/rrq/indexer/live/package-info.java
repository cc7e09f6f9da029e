/** A replay under a debugger: brought to any instant, run until something happens. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.live;
