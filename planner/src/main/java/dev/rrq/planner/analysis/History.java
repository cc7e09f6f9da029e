package dev.rrq.planner.analysis;

/** What physical memory held, over time. */
public interface History {

  /**
   * The values of a few bytes.
   *
   * @param paddr physical address of the first
   * @param size 1 to 8, within one page
   * @param when a time that the index covers; {@code t} is the instant before the instruction runs
   * @return little endian, zero-extended; or unknown where the index does not tell
   */
  Timeline<Value> bits(long paddr, int size, Interval when);

  /**
   * The contents of memory at an instant.
   *
   * @throws dev.rrq.planner.QueryException if the index does not tell
   */
  byte[] bytes(long paddr, int length, long t);
}
