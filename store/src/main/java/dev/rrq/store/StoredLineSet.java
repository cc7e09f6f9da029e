package dev.rrq.store;

import dev.rrq.store.parquet.ParquetEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
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

  private final Path file;
  private final long firstLine;
  private volatile @Nullable Content content;

  /** What was read; without a bitmap, the file has none. */
  private record Content(@Nullable ImmutableRoaringBitmap lines) {}

  /**
   * The lines of a file.
   *
   * @param paddrMin the lowest physical address that a row of the file starts at
   */
  StoredLineSet(Path file, long paddrMin) {
    this.file = file;
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
      long end = ParquetEnd.footer(channel) - LineSetWriter.TRAILER;
      if (end < 0) {
        return null;
      }
      ByteBuffer trailer = ParquetEnd.bytes(channel, end, LineSetWriter.TRAILER);
      long length = Integer.toUnsignedLong(trailer.getInt());
      if (trailer.getInt() != LineSetWriter.MARK) {
        return null;
      }
      return new ImmutableRoaringBitmap(
          channel.map(FileChannel.MapMode.READ_ONLY, end - length, length));
    }
  }
}
