package dev.rrq.indexer.step;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The guest's RAM as it is, and as it was when it was last looked at: two files, both mapped. The
 * machine changes the first only while it runs, which is never while this is used.
 */
final class RamImage implements PhysicalMemory, Closeable {

  static final int PAGE_BYTES = 4096;

  /** A mapping has at most 2 GiB. */
  private static final int CHUNK_SHIFT = 30;

  private static final long CHUNK_BYTES = 1L << CHUNK_SHIFT;

  private final long size;
  private final ByteBuffer[] now;
  private final ByteBuffer[] before;

  private RamImage(long size, ByteBuffer[] now, ByteBuffer[] before) {
    this.size = size;
    this.now = now;
    this.before = before;
  }

  /**
   * Maps a machine's RAM, and copies it.
   *
   * @param ram the file behind it
   * @param copy a file to make
   */
  static RamImage open(Path ram, Path copy) throws IOException {
    try (FileChannel source = FileChannel.open(ram, StandardOpenOption.READ);
        FileChannel target =
            FileChannel.open(
                copy,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      long size = source.size();
      int chunks = (int) ((size + CHUNK_BYTES - 1) >> CHUNK_SHIFT);
      ByteBuffer[] now = new ByteBuffer[chunks];
      ByteBuffer[] before = new ByteBuffer[chunks];
      for (int i = 0; i < chunks; i++) {
        long at = (long) i << CHUNK_SHIFT;
        long bytes = Math.min(CHUNK_BYTES, size - at);
        now[i] = source.map(MapMode.READ_ONLY, at, bytes).order(ByteOrder.LITTLE_ENDIAN);
        before[i] = target.map(MapMode.READ_WRITE, at, bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
      RamImage image = new RamImage(size, now, before);
      image.copyWhatIsNotZero();
      return image;
    }
  }

  private void copyWhatIsNotZero() {
    for (long page = 0; page < size; page += PAGE_BYTES) {
      if (!isUnchanged(page)) {
        int at = at(page);
        chunk(before, page).put(at, chunk(now, page), at, PAGE_BYTES);
      }
    }
  }

  long size() {
    return size;
  }

  @Override
  public boolean contains(long paddr, int bytes) {
    return paddr >= 0 && paddr <= size - bytes;
  }

  /** Whether a whole page is as it was. */
  boolean isUnchanged(long page) {
    int at = at(page);
    return chunk(now, page)
            .slice(at, PAGE_BYTES)
            .mismatch(chunk(before, page).slice(at, PAGE_BYTES))
        < 0;
  }

  /** A page as it was. */
  ByteBuffer pageBefore(long page) {
    return chunk(before, page).slice(at(page), PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number there now. */
  @Override
  public long number(long paddr, int bytes) {
    return number(chunk(now, paddr), at(paddr), bytes);
  }

  /** The number that was there. */
  long numberBefore(long paddr, int bytes) {
    return number(chunk(before, paddr), at(paddr), bytes);
  }

  /** Takes a number for what is there from now on. */
  void keep(long paddr, long value, int bytes) {
    ByteBuffer chunk = chunk(before, paddr);
    int at = at(paddr);
    switch (bytes) {
      case 1 -> chunk.put(at, (byte) value);
      case 2 -> chunk.putShort(at, (short) value);
      case 4 -> chunk.putInt(at, (int) value);
      default -> chunk.putLong(at, value);
    }
  }

  @Override
  public void read(long paddr, byte[] into, int from, int length) {
    chunk(now, paddr).get(at(paddr), into, from, length);
  }

  /** RAM as it was. */
  PhysicalMemory before() {
    return new Before();
  }

  private final class Before implements PhysicalMemory {

    @Override
    public boolean contains(long paddr, int bytes) {
      return RamImage.this.contains(paddr, bytes);
    }

    @Override
    public long number(long paddr, int bytes) {
      return numberBefore(paddr, bytes);
    }

    @Override
    public void read(long paddr, byte[] into, int from, int length) {
      chunk(before, paddr).get(at(paddr), into, from, length);
    }
  }

  private static long number(ByteBuffer chunk, int at, int bytes) {
    return switch (bytes) {
      case 1 -> chunk.get(at) & 0xffL;
      case 2 -> chunk.getShort(at) & 0xffffL;
      case 4 -> chunk.getInt(at) & 0xffff_ffffL;
      default -> chunk.getLong(at);
    };
  }

  private static ByteBuffer chunk(ByteBuffer[] chunks, long paddr) {
    return chunks[(int) (paddr >> CHUNK_SHIFT)];
  }

  private static int at(long paddr) {
    return (int) (paddr & (CHUNK_BYTES - 1));
  }

  /** The mappings go with their garbage; the files are the owner's of their directory. */
  @Override
  public void close() {}
}
