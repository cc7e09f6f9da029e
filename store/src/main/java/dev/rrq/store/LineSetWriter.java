package dev.rrq.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.RoaringBitmapWriter;

/** Collects the lines that the rows of a file touch; see {@link StoredLineSet}. */
final class LineSetWriter {

  /** Bytes behind the bitmap: its length, and a mark. */
  static final int TRAILER = 2 * Integer.BYTES;

  /** "Line", as it is read from a file. */
  static final int MARK = 0x656e_694c;

  private final RoaringBitmapWriter<RoaringBitmap> lines =
      RoaringBitmapWriter.writer().optimiseForArrays().get();
  private long firstLine;
  private long line;
  private long crossed;
  private boolean beyond;

  /** Starts a file. */
  void start() {
    lines.reset();
    firstLine = -1;
    line = -1;
    crossed = -1;
    beyond = false;
  }

  /**
   * Adds a row.
   *
   * @param paddr where it starts; lines never descend
   * @param size its bytes
   */
  void add(long paddr, int size) {
    long first = paddr >>> Segment.LINE_BITS;
    if (first != line) {
      if (line < 0) {
        firstLine = first;
      }
      line = first;
      put(first);
    }
    long last = (paddr + size - 1) >>> Segment.LINE_BITS;
    if (last != first && crossed != first) {
      crossed = first;
      put(last);
    }
  }

  private void put(long number) {
    long relative = number - firstLine;
    if (relative >>> Integer.SIZE == 0) {
      lines.add((int) relative);
    } else {
      beyond = true;
    }
  }

  /** The bytes to be put before the footer; none where a file spans more lines than can be told. */
  ByteBuffer bytes() {
    if (beyond) {
      return ByteBuffer.allocate(0);
    }
    RoaringBitmap all = lines.get();
    all.runOptimize();
    int length = all.serializedSizeInBytes();
    ByteBuffer bytes = ByteBuffer.allocate(length + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    all.serialize(bytes);
    bytes.order(ByteOrder.LITTLE_ENDIAN).position(length).putInt(length).putInt(MARK);
    return bytes.flip();
  }
}
