package dev.rrq.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Raw records in the order of their arrival, off-heap. */
final class RecordBuffer {

  /** Words of a record. */
  static final int WORDS = RawRecord.BYTES / Long.BYTES;

  private final ByteBuffer bytes;

  RecordBuffer(int rows) {
    bytes = ByteBuffer.allocateDirect(rows * RawRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Takes as many records as fit and advances the source past them. */
  void fill(ByteBuffer source) {
    if (source.remaining() <= bytes.remaining()) {
      bytes.put(source);
      return;
    }
    int count = bytes.remaining();
    bytes.put(source.slice(source.position(), count));
    source.position(source.position() + count);
  }

  boolean isFull() {
    return !bytes.hasRemaining();
  }

  void clear() {
    bytes.clear();
  }

  int rows() {
    return bytes.position() / RawRecord.BYTES;
  }

  long longAt(int row, int field) {
    return bytes.getLong(row * RawRecord.BYTES + field);
  }

  int intAt(int row, int field) {
    return bytes.getInt(row * RawRecord.BYTES + field);
  }

  int byteAt(int row, int field) {
    return bytes.get(row * RawRecord.BYTES + field);
  }

  int shortAt(int row, int field) {
    return bytes.getShort(row * RawRecord.BYTES + field);
  }

  /**
   * Copies records, word by word and without looking at them: the processor then waits for many at
   * once, as they lie all over memory.
   */
  void gather(SegmentSorter order, int from, int count, long[] words) {
    for (int i = 0; i < count; i++) {
      int at = order.rowAt(from + i) * RawRecord.BYTES;
      int to = i * WORDS;
      words[to] = bytes.getLong(at);
      words[to + 1] = bytes.getLong(at + Long.BYTES);
      words[to + 2] = bytes.getLong(at + 2 * Long.BYTES);
      words[to + 3] = bytes.getLong(at + 3 * Long.BYTES);
      words[to + 4] = bytes.getLong(at + 4 * Long.BYTES);
      words[to + 5] = bytes.getLong(at + 5 * Long.BYTES);
      words[to + 6] = bytes.getLong(at + 6 * Long.BYTES);
    }
  }

  void putShort(int row, int field, int value) {
    bytes.putShort(row * RawRecord.BYTES + field, (short) value);
  }
}
