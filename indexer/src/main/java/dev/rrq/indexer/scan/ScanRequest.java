package dev.rrq.indexer.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What to look for, and when.
 *
 * @param from first instant, icount
 * @param to the instant after the last
 * @param ranges which memory
 * @param instructions which instructions, by virtual address
 * @param stacks whether calling contexts are followed, as far as they begin in the window
 * @param everything all accesses, and each instruction with its code, whatever the ranges say; at
 *     the start of each translated block the registers that have changed, too
 */
public record ScanRequest(
    long from,
    long to,
    List<Range> ranges,
    List<Long> instructions,
    boolean stacks,
    boolean everything) {

  private static final long STACKS = 1;
  private static final long EVERYTHING = 2;
  private static final long STORES = 1;
  private static final long READS = 2;
  private static final long SILENT = 4;

  /**
   * Memory that is watched.
   *
   * @param start physical address of the first byte
   * @param end physical address after the last
   * @param silent whether stores of instructions that change nothing are, beside others
   */
  public record Range(long start, long end, boolean stores, boolean reads, boolean silent) {

    /** Memory that is watched for all stores, for loads, or for both. */
    public Range(long start, long end, boolean stores, boolean reads) {
      this(start, end, stores, reads, false);
    }

    private long kinds() {
      return (stores ? STORES : 0) | (reads ? READS : 0) | (silent ? SILENT : 0);
    }
  }

  public ScanRequest {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("the window [" + from + ", " + to + ") is empty");
    }
    ranges = List.copyOf(ranges);
    instructions = List.copyOf(instructions);
  }

  /** All that happens in a window, which had better be short. */
  public static ScanRequest everything(long from, long to) {
    return new ScanRequest(from, to, List.of(), List.of(), false, true);
  }

  /** Writes the file that the plugin reads; see {@code scan.h}. */
  Path write(Path file) throws IOException {
    int words = 3 + 3 * ranges.size() + instructions.size();
    ByteBuffer bytes = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong((stacks ? STACKS : 0) | (everything ? EVERYTHING : 0));
    bytes.putLong(ranges.size());
    for (Range range : ranges) {
      bytes.putLong(range.start()).putLong(range.end());
      bytes.putLong(range.kinds());
    }
    bytes.putLong(instructions.size());
    instructions.stream().sorted(Long::compareUnsigned).distinct().forEach(bytes::putLong);
    while (bytes.hasRemaining()) {
      bytes.putLong(-1);
    }
    return Files.write(file, bytes.array());
  }
}
