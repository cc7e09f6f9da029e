package dev.rrq.indexer.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Joins pages that lie near each other to runs, with zeros where pages between them are missing: a
 * store takes a thousand pages at once as fast as one.
 */
final class PageRuns {

  private static final int PAGE_BYTES = 4096;
  private static final int RUN_BYTES = 1 << 20;

  private final Taker taker;
  private final byte[] run = new byte[RUN_BYTES];
  private long start;
  private int length;

  /** Takes a run of whole pages. */
  interface Taker {
    void take(long paddr, ByteBuffer pages);
  }

  PageRuns(Taker taker) {
    this.taker = taker;
  }

  /** Adds a page, which is read to its end. Pages come in the order of their addresses. */
  void add(long paddr, ByteBuffer page) {
    if (length > 0 && (paddr < start || paddr - start > RUN_BYTES - PAGE_BYTES)) {
      flush();
    }
    if (length == 0) {
      start = paddr;
    }
    int at = (int) (paddr - start);
    page.get(run, at, PAGE_BYTES);
    length = Math.max(length, at + PAGE_BYTES);
  }

  /** Hands over what is left. */
  void flush() {
    if (length > 0) {
      taker.take(start, ByteBuffer.wrap(run, 0, length));
      Arrays.fill(run, 0, length, (byte) 0);
      length = 0;
    }
  }
}
