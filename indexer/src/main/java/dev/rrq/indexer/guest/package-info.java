/** The demo's guest: an initial RAM disk with a small workload, built in memory. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.guest;
