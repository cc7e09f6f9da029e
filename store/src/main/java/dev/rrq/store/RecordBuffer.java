package dev.rrq.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Raw records in the order of their arrival, off-heap. Each has a cache line of its own, so that
 * reading one at random waits for memory once; the word that is left over holds its seq.
 */
final class RecordBuffer {

  /** Words of a record, the eighth of which is its {@link #SEQ}. */
  static final int WORDS = 8;

  /** The word that holds the seq of a record. */
  static final int SEQ = WORDS - 1;

  private static final int LINE = WORDS * Long.BYTES;

  private final ByteBuffer bytes;
  private final int capacity;
  private int rows;

  RecordBuffer(int capacity) {
    this.capacity = capacity;
    bytes =
        ByteBuffer.allocateDirect((capacity + 1) * LINE)
            .alignedSlice(LINE)
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Takes as many whole records as fit and advances the little-endian source past them. */
  void fill(ByteBuffer source) {
    int count = Math.min(capacity - rows, source.remaining() / RawRecord.BYTES);
    int from = source.position();
    int to = rows * LINE;
    for (int i = 0; i < count; i++) {
      for (int word = 0; word < RawRecord.BYTES; word += Long.BYTES) {
        bytes.putLong(to + word, source.getLong(from + word));
      }
      from += RawRecord.BYTES;
      to += LINE;
    }
    rows += count;
    source.position(from);
  }

  boolean isFull() {
    return rows == capacity;
  }

  void clear() {
    rows = 0;
  }

  int rows() {
    return rows;
  }

  long longAt(int row, int field) {
    return bytes.getLong(row * LINE + field);
  }

  int byteAt(int row, int field) {
    return bytes.get(row * LINE + field);
  }

  void putSeq(int row, int seq) {
    bytes.putLong(row * LINE + SEQ * Long.BYTES, seq);
  }

  /**
   * Copies records, {@link #WORDS} words each, without looking at them: the processor then waits
   * for many at once, as they lie all over memory.
   */
  void gather(RadixSort order, int from, int count, long[] words) {
    for (int i = 0; i < count; i++) {
      int at = order.rowAt(from + i) * LINE;
      int to = i * WORDS;
      words[to] = bytes.getLong(at);
      words[to + 1] = bytes.getLong(at + Long.BYTES);
      words[to + 2] = bytes.getLong(at + 2 * Long.BYTES);
      words[to + 3] = bytes.getLong(at + 3 * Long.BYTES);
      words[to + 4] = bytes.getLong(at + 4 * Long.BYTES);
      words[to + 5] = bytes.getLong(at + 5 * Long.BYTES);
      words[to + 6] = bytes.getLong(at + 6 * Long.BYTES);
      words[to + 7] = bytes.getLong(at + 7 * Long.BYTES);
    }
  }
}
