/** The index engine that runs inside the emulator: its library, and the channel to it. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.plugin;
