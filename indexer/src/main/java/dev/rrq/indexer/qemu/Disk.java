package dev.rrq.indexer.qemu;

import java.nio.file.Path;

/**
 * A disk of a recorded machine. The guest reads {@code base} through {@code overlay}, which takes
 * all writes, so that the base stays as it was when the recording began.
 *
 * @param base the image, which QEMU only reads
 * @param format the format of the base as QEMU names it, {@code raw} or {@code qcow2}
 * @param virtualSize the size that the guest sees, in bytes
 */
public record Disk(Path base, String format, long virtualSize) {}
