package dev.rrq.indexer.recording;

/**
 * A state of the whole machine from which a replay can start.
 *
 * @param name its name in the image
 * @param t instructions executed when it was taken
 * @param clockNanos the guest's virtual clock then, in nanoseconds
 */
public record Snapshot(String name, long t, long clockNanos) {}
