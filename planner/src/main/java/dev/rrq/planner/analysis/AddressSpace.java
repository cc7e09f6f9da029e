package dev.rrq.planner.analysis;

/** How virtual addresses map to physical ones, over time. */
public interface AddressSpace {

  /**
   * Where an object lies.
   *
   * @param virtual its virtual address
   * @param length in bytes
   */
  Timeline<Mapping> physical(long virtual, long length, Interval when);
}
