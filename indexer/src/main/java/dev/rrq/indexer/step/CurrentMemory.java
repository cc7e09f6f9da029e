package dev.rrq.indexer.step;

import java.nio.ByteBuffer;

/** The guest's RAM as it is while the machine stands still. */
interface CurrentMemory extends PhysicalMemory {

  /** Bytes in a page. */
  int PAGE_BYTES = 4096;

  /** Where it ends; a multiple of the size of a page. */
  long size();

  /** A whole page, little endian, to be read from its position on until the machine moves. */
  ByteBuffer page(long page);

  /** Must be called when the machine has moved. */
  void moved();
}
