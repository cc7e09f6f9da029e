package dev.rrq.indexer.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param tasks where the kernel says which task runs; null if that is not wanted
 */
public record ScanRequest(
    long from,
    long to,
    List<Range> ranges,
    List<Long> instructions,
    boolean stacks,
    boolean everything,
    @Nullable Tasks tasks) {

  private static final long STACKS = 1;
  private static final long EVERYTHING = 2;
  private static final long TASKS = 4;
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

  /**
   * Where the kernel says which task runs: what the pointer to it and its members hold as the scan
   * begins, and all their changes, are found too.
   *
   * @param current physical address of the pointer to the running task
   * @param first virtual address of the task that runs before others do; 0 if it is not known
   * @param allMemory virtual address of the map of all memory
   * @param image physical address of what is at the virtual address from which the kernel's image
   *     is mapped
   * @param memory bytes of memory
   */
  public record Tasks(
      long current, long first, long allMemory, long image, long memory, List<Member> members) {

    /** Some bytes of a task's structure, up to eight. */
    public record Member(int offset, int size) {}

    public Tasks {
      members = List.copyOf(members);
    }

    private void write(ByteBuffer bytes) {
      bytes.putLong(current).putLong(first).putLong(allMemory).putLong(image).putLong(memory);
      bytes.putLong(members.size());
      members.forEach(member -> bytes.putLong(member.offset()).putLong(member.size()));
    }
  }

  /** Without tasks. */
  public ScanRequest(
      long from,
      long to,
      List<Range> ranges,
      List<Long> instructions,
      boolean stacks,
      boolean everything) {
    this(from, to, ranges, instructions, stacks, everything, null);
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
    List<Long> sorted = instructions.stream().sorted(Long::compareUnsigned).distinct().toList();
    int members = tasks == null ? 0 : 6 + 2 * tasks.members().size();
    int words = 3 + 3 * ranges.size() + sorted.size() + members;
    ByteBuffer bytes = ByteBuffer.allocate(words * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(
        (stacks ? STACKS : 0) | (everything ? EVERYTHING : 0) | (tasks == null ? 0 : TASKS));
    bytes.putLong(ranges.size());
    for (Range range : ranges) {
      bytes.putLong(range.start()).putLong(range.end());
      bytes.putLong(range.kinds());
    }
    bytes.putLong(sorted.size());
    sorted.forEach(bytes::putLong);
    if (tasks != null) {
      tasks.write(bytes);
    }
    return Files.write(file, bytes.array());
  }
}
