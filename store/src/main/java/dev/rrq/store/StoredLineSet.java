package dev.rrq.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.buffer.ImmutableRoaringBitmap;

/**
 * The lines of memory that the rows of one file touch. A variable that is seldom written has no
 * rows in most files whose addresses lie around it, and to ask DuckDB each of them costs more than
 * all else of a lookup.
 *
 * <p>It is a Roaring bitmap, in the format that its libraries share, of line numbers from the
 * file's first, between the file's rows and its Parquet footer, where readers of Parquet look only
 * for what the footer names. It is mapped into memory when it is first asked for. A file without
 * one may touch any line.
 */
final class StoredLineSet implements LineSet {

  private static final byte[] PARQUET = {'P', 'A', 'R', '1'};

  /** Length of the footer and Parquet's mark, at the end of each file. */
  private static final int PARQUET_END = Integer.BYTES + PARQUET.length;

  private final Path file;
  private final long fileBytes;
  private final long firstLine;
  private volatile @Nullable Content content;

  /** What was read; without a bitmap, the file has none. */
  private record Content(@Nullable ImmutableRoaringBitmap lines) {}

  /**
   * The lines of a file.
   *
   * @param fileBytes the file's size
   * @param paddrMin the lowest physical address that a row of the file starts at
   */
  StoredLineSet(Path file, long fileBytes, long paddrMin) {
    this.file = file;
    this.fileBytes = fileBytes;
    firstLine = paddrMin >>> Segment.LINE_BITS;
  }

  @Override
  public boolean mayTouch(Interval addresses) {
    ImmutableRoaringBitmap lines = content().lines();
    if (lines == null) {
      return true;
    }
    long from = Math.max(0, (addresses.from() >> Segment.LINE_BITS) - firstLine);
    long to =
        Math.min(1L << Integer.SIZE, ((addresses.to() - 1) >> Segment.LINE_BITS) - firstLine + 1);
    return from < to && lines.intersects(from, to);
  }

  private Content content() {
    Content known = content;
    if (known == null) {
      try {
        known = new Content(read());
      } catch (IOException | RuntimeException e) {
        throw new StoreException.Damaged(
            file + " is damaged: the lines of memory that it touches cannot be read", e);
      }
      content = known;
    }
    return known;
  }

  private @Nullable ImmutableRoaringBitmap read() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long footer = fileBytes - PARQUET_END;
      footer -= Integer.toUnsignedLong(bytes(channel, footer, Integer.BYTES).getInt());
      long end = footer - LineSetWriter.TRAILER;
      if (end < PARQUET.length) {
        return null;
      }
      ByteBuffer trailer = bytes(channel, end, LineSetWriter.TRAILER);
      long length = Integer.toUnsignedLong(trailer.getInt());
      if (trailer.getInt() != LineSetWriter.MARK) {
        return null;
      }
      return new ImmutableRoaringBitmap(
          channel.map(FileChannel.MapMode.READ_ONLY, end - length, length));
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long position, int count)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.flip();
  }
}
