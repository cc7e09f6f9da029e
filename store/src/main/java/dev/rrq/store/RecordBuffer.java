package dev.rrq.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Raw records in the order of their arrival, off-heap. */
final class RecordBuffer {

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
}
