package dev.rrq.planner;

import java.util.OptionalLong;

/** The memory of a machine that stands still now, besides what an index tells of it. */
public interface GuestMemory {

  /**
   * Bytes at a physical address.
   *
   * @throws QueryException if there are none
   */
  byte[] physical(long address, int length);

  /** The word at a virtual address of whoever runs now; empty where none is mapped. */
  OptionalLong word(long address);

  /** The physical address of the first page table of whoever runs now. */
  long pageTables();
}
