package dev.rrq.indexer.step;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Memory in a file that is mapped: the file behind a machine's RAM, or a copy. */
final class MappedMemory implements CurrentMemory {

  /** A mapping has at most 2 GiB. */
  private static final int CHUNK_SHIFT = 30;

  private static final long CHUNK_BYTES = 1L << CHUNK_SHIFT;

  private final long size;
  private final ByteBuffer[] chunks;

  private MappedMemory(FileChannel file, MapMode mode, long size) throws IOException {
    this.size = size;
    this.chunks = new ByteBuffer[(int) ((size + CHUNK_BYTES - 1) >> CHUNK_SHIFT)];
    for (int i = 0; i < chunks.length; i++) {
      long at = (long) i << CHUNK_SHIFT;
      long bytes = Math.min(CHUNK_BYTES, size - at);
      chunks[i] = file.map(mode, at, bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** The file behind a machine's RAM, which the machine changes while it runs. */
  static MappedMemory of(Path ram) throws IOException {
    try (FileChannel file = FileChannel.open(ram, StandardOpenOption.READ)) {
      return new MappedMemory(file, MapMode.READ_ONLY, file.size());
    }
  }

  /** A new file of zeros, which can be written. */
  static MappedMemory create(Path copy, long size) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            copy,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      return new MappedMemory(file, MapMode.READ_WRITE, size);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean contains(long paddr, int bytes) {
    return paddr >= 0 && paddr <= size - bytes;
  }

  @Override
  public long number(long paddr, int bytes) {
    ByteBuffer chunk = chunk(paddr);
    int at = at(paddr);
    return switch (bytes) {
      case 1 -> chunk.get(at) & 0xffL;
      case 2 -> chunk.getShort(at) & 0xffffL;
      case 4 -> chunk.getInt(at) & 0xffff_ffffL;
      default -> chunk.getLong(at);
    };
  }

  @Override
  public void read(long paddr, byte[] into, int from, int length) {
    chunk(paddr).get(at(paddr), into, from, length);
  }

  @Override
  public ByteBuffer page(long page) {
    return chunk(page).slice(at(page), PAGE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Stores a number of 1, 2, 4 or 8 bytes. */
  void put(long paddr, long value, int bytes) {
    ByteBuffer chunk = chunk(paddr);
    int at = at(paddr);
    switch (bytes) {
      case 1 -> chunk.put(at, (byte) value);
      case 2 -> chunk.putShort(at, (short) value);
      case 4 -> chunk.putInt(at, (int) value);
      default -> chunk.putLong(at, value);
    }
  }

  /** A file shows at once what the machine stored. */
  @Override
  public void moved() {}

  private ByteBuffer chunk(long paddr) {
    return chunks[(int) (paddr >> CHUNK_SHIFT)];
  }

  private static int at(long paddr) {
    return (int) (paddr & (CHUNK_BYTES - 1));
  }
}
