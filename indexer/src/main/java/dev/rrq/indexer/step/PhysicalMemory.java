package dev.rrq.indexer.step;

/** The guest's RAM at one moment, by physical address. */
interface PhysicalMemory {

  /** Whether all of so many bytes are RAM. */
  boolean contains(long paddr, int bytes);

  /** The number of 1, 2, 4 or 8 bytes there. */
  long number(long paddr, int bytes);

  /** Copies bytes; within one page. */
  void read(long paddr, byte[] into, int from, int length);
}
