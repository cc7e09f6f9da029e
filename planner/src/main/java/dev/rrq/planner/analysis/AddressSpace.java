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

  /**
   * Where an object lies in another address space.
   *
   * @param root physical address of the first of its page tables
   */
  Timeline<Mapping> physicalIn(long root, long virtual, long length, Interval when);
}
