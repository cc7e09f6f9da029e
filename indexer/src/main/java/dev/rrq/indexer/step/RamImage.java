package dev.rrq.indexer.step;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The guest's RAM as it is, and a copy of it as it was when it was last looked at. The machine
 * changes the first only while it runs, which is never while this is used.
 */
final class RamImage implements PhysicalMemory {

  static final int PAGE_BYTES = CurrentMemory.PAGE_BYTES;

  private final CurrentMemory now;
  private final MappedMemory before;

  private RamImage(CurrentMemory now, MappedMemory before) {
    this.now = now;
    this.before = before;
  }

  /**
   * Copies a machine's RAM, all pages but those of zeros.
   *
   * @param copy a file to make
   */
  static RamImage copy(CurrentMemory now, Path copy) throws IOException {
    RamImage image = new RamImage(now, MappedMemory.create(copy, now.size()));
    for (long page = 0; page < now.size(); page += PAGE_BYTES) {
      ByteBuffer content = now.page(page);
      ByteBuffer target = image.before.page(page);
      if (content.mismatch(target) >= 0) {
        target.put(content);
      }
    }
    return image;
  }

  long size() {
    return now.size();
  }

  @Override
  public boolean contains(long paddr, int bytes) {
    return now.contains(paddr, bytes);
  }

  /** Whether a whole page is as it was. */
  boolean isUnchanged(long page) {
    return now.page(page).mismatch(before.page(page)) < 0;
  }

  /** A page as it was. */
  ByteBuffer pageBefore(long page) {
    return before.page(page);
  }

  /** The number there now. */
  @Override
  public long number(long paddr, int bytes) {
    return now.number(paddr, bytes);
  }

  /** The number that was there. */
  long numberBefore(long paddr, int bytes) {
    return before.number(paddr, bytes);
  }

  /** Takes a number for what is there from now on. */
  void keep(long paddr, long value, int bytes) {
    before.put(paddr, value, bytes);
  }

  @Override
  public void read(long paddr, byte[] into, int from, int length) {
    now.read(paddr, into, from, length);
  }

  /** RAM as it was. */
  PhysicalMemory before() {
    return before;
  }
}
