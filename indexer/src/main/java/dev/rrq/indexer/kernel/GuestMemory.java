package dev.rrq.indexer.kernel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The RAM of a stopped machine, read from the file behind it. Offsets are physical addresses. */
public final class GuestMemory implements Closeable {

  private final FileChannel file;
  private final long size;

  private GuestMemory(FileChannel file, long size) {
    this.file = file;
    this.size = size;
  }

  /** Opens the file behind a machine's RAM. */
  public static GuestMemory open(Path path) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    return new GuestMemory(file, file.size());
  }

  /** Bytes of RAM. */
  public long size() {
    return size;
  }

  /**
   * Reads bytes.
   *
   * @return little endian, from position 0 to its limit; shorter where RAM ends
   */
  public ByteBuffer read(long paddr, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      int n = file.read(buffer, paddr + buffer.position());
      if (n < 0) {
        break;
      }
    }
    return buffer.flip();
  }

  /** The 64-bit word at an address. */
  public long word(long paddr) throws IOException {
    ByteBuffer word = read(paddr, Long.BYTES);
    if (word.remaining() < Long.BYTES) {
      throw new IOException("there is no memory at physical address 0x" + Long.toHexString(paddr));
    }
    return word.getLong();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
