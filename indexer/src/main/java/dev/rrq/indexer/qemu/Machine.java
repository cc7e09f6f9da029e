package dev.rrq.indexer.qemu;

import dev.rrq.indexer.IndexerException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All of a machine that the guest can see. Record and replay must be given equal machines: QEMU
 * does not check it, it diverges or hangs.
 *
 * @param kernel a bzImage
 * @param initrd the initial RAM disk
 * @param append the kernel's command line
 * @param memoryBytes the size of RAM, whole MiB, at most {@link #MAX_MEMORY_BYTES}
 * @param disk a disk, or null
 * @param shift virtual time of an instruction is 2^shift ns, 0 to 10
 * @param clockBase what the guest's clock shows at the start, UTC, ISO 8601 without a zone
 * @param extraArguments further arguments for QEMU, the same at record and replay
 */
public record Machine(
    Path kernel,
    @Nullable Path initrd,
    String append,
    long memoryBytes,
    @Nullable Disk disk,
    int shift,
    String clockBase,
    List<String> extraArguments) {

  /**
   * Above this the {@code pc} machine moves the upper part of RAM beyond 4 GiB, and an offset in
   * RAM is no longer a guest physical address.
   */
  public static final long MAX_MEMORY_BYTES = 3L << 30;

  /** Less does not unpack a distribution's kernel. */
  public static final long MIN_MEMORY_BYTES = 16L << 20;

  /** The shift that boots fastest under replay; see docs/design-decisions.md. */
  public static final int DEFAULT_SHIFT = 5;

  private static final int MAX_SHIFT = 10;
  private static final long MEBIBYTE = 1 << 20;

  /** Checks the ranges. */
  public Machine {
    if (memoryBytes > MAX_MEMORY_BYTES) {
      throw IndexerException.usage(
          "a recorded machine can have at most 3072M of memory; "
              + memoryBytes / MEBIBYTE
              + "M would reach over the hole below 4 GiB, where RAM offsets and physical addresses"
              + " part");
    }
    if (memoryBytes < MIN_MEMORY_BYTES) {
      throw IndexerException.usage("a recorded machine needs at least 16M of memory");
    }
    if (memoryBytes % MEBIBYTE != 0) {
      throw IndexerException.usage("memory must be whole MiB, as in 256M");
    }
    if (shift < 0 || shift > MAX_SHIFT) {
      throw IndexerException.usage("the icount shift must be 0 to 10, not " + shift);
    }
    extraArguments = List.copyOf(extraArguments);
  }
}
