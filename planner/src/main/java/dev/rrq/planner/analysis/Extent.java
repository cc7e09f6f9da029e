package dev.rrq.planner.analysis;

/**
 * Bytes that lie together in guest physical memory.
 *
 * @param start physical address of the first byte
 * @param length in bytes, at least 1
 */
public record Extent(long start, long length) {

  /** The physical address after the last byte. */
  public long end() {
    return start + length;
  }
}
