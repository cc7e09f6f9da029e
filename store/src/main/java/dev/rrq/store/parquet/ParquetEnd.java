package dev.rrq.store.parquet;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The end of a Parquet file: the footer, its length, and the format's mark.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">the file format</a>
 */
public final class ParquetEnd {

  /** Both the first bytes of a file and the last. */
  static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private ParquetEnd() {}

  /** Whether a file ends as Parquet does. */
  public static boolean isThere(FileChannel file) throws IOException {
    long at = file.size() - MAGIC.length;
    return at >= 0 && Arrays.equals(bytes(file, at, MAGIC.length).array(), MAGIC);
  }

  /** Where the footer of a Parquet file begins, in bytes from the start of the file. */
  public static long footer(FileChannel file) throws IOException {
    long length = file.size() - MAGIC.length - Integer.BYTES;
    return length - Integer.toUnsignedLong(bytes(file, length, Integer.BYTES).getInt());
  }

  /** Some bytes of a file, little endian. */
  public static ByteBuffer bytes(FileChannel file, long position, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }
}
