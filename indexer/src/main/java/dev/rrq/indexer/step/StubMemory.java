package dev.rrq.indexer.step;

import dev.rrq.indexer.live.LiveMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Memory that only the stub tells: read by physical addresses, a line at a time, and kept until the
 * machine moves. Whole pages that are asked for one after the other are read ahead.
 *
 * <p>The window of the display adapter below 1 MiB is left out: there a read reaches a device, or
 * what the chipset maps over the RAM, but never the RAM.
 */
final class StubMemory implements CurrentMemory {

  private static final int LINE_BYTES = 64;
  private static final long WINDOW_FROM = 0xa0000;
  private static final long WINDOW_TO = 0xc0000;

  /** A packet of QEMU's has some 2,000 bytes of memory, so this takes 65 of them. */
  private static final int AHEAD_BYTES = 1 << 17;

  private final LiveMemory memory;
  private final long size;
  private final Map<Long, ByteBuffer> lines = new HashMap<>();
  private ByteBuffer ahead = ByteBuffer.allocate(0);
  private long aheadFrom;
  private long lastPage = -1;

  /**
   * The memory of a machine.
   *
   * @param size in bytes, all of it from address 0 on
   */
  StubMemory(LiveMemory memory, long size) {
    this.memory = memory;
    this.size = size;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean contains(long paddr, int bytes) {
    return paddr >= 0
        && paddr <= size - bytes
        && (paddr + bytes <= WINDOW_FROM || paddr >= WINDOW_TO);
  }

  @Override
  public long number(long paddr, int bytes) {
    long number = 0;
    for (int i = bytes - 1; i >= 0; i--) {
      long at = paddr + i;
      number = number << Byte.SIZE | (line(at).get((int) (at & (LINE_BYTES - 1))) & 0xffL);
    }
    return number;
  }

  @Override
  public void read(long paddr, byte[] into, int from, int length) {
    for (int done = 0; done < length; ) {
      long at = paddr + done;
      int inLine = (int) (at & (LINE_BYTES - 1));
      int piece = Math.min(length - done, LINE_BYTES - inLine);
      line(at).get(inLine, into, from + done, piece);
      done += piece;
    }
  }

  private ByteBuffer line(long paddr) {
    return lines.computeIfAbsent(
        paddr & -LINE_BYTES, at -> ByteBuffer.wrap(memory.physical(at, LINE_BYTES)));
  }

  @Override
  public ByteBuffer page(long page) {
    if (!contains(page, PAGE_BYTES)) {
      return ByteBuffer.allocate(PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
    boolean isAhead = page >= aheadFrom && page + PAGE_BYTES <= aheadFrom + ahead.capacity();
    if (!isAhead) {
      ahead = ByteBuffer.wrap(memory.physical(page, toRead(page)));
      aheadFrom = page;
    }
    lastPage = page;
    return ahead.slice((int) (page - aheadFrom), PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  private int toRead(long page) {
    if (page != lastPage + PAGE_BYTES) {
      return PAGE_BYTES;
    }
    long end = page < WINDOW_FROM ? Math.min(size, WINDOW_FROM) : size;
    return (int) Math.min(AHEAD_BYTES, end - page);
  }

  @Override
  public void moved() {
    lines.clear();
    ahead = ByteBuffer.allocate(0);
    lastPage = -1;
  }
}
