package dev.rrq.indexer.verify;

import java.util.OptionalLong;

/**
 * How the memory that an index tells compares with the guest's.
 *
 * @param t the instant of the comparison, icount
 * @param rows changes in the index
 * @param pages 4 KiB pages of guest memory, all of which were compared
 * @param pagesFromIndex how many of them the index says anything about; the others must be zeros
 * @param bytesDiffering bytes that are not equal
 * @param firstDifference physical address of the first of them
 */
public record MemoryComparison(
    long t,
    long rows,
    long pages,
    long pagesFromIndex,
    long bytesDiffering,
    OptionalLong firstDifference) {

  /** Whether every byte is equal. */
  public boolean isEqual() {
    return bytesDiffering == 0;
  }
}
