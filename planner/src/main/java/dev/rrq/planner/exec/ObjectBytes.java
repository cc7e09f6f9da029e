package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.store.MemoryAt;
import dev.rrq.store.MemoryContent;
import dev.rrq.symbols.types.KnownBytes;
import java.util.Arrays;
import java.util.BitSet;

/** The bytes of an object at an instant, of which some may not be known. */
final class ObjectBytes {

  private final byte[] bytes;
  private final BitSet known;

  private ObjectBytes(byte[] bytes, BitSet known) {
    this.bytes = bytes;
    this.known = known;
  }

  static ObjectBytes read(MemoryAt memory, Mapping.Mapped mapping, int length, long t) {
    byte[] bytes = new byte[length];
    BitSet known = new BitSet(length);
    int at = 0;
    for (Extent extent : mapping.extents()) {
      MemoryContent content = memory.read(t, extent.start(), (int) extent.length());
      System.arraycopy(content.bytes(), 0, bytes, at, content.length());
      for (int i = 0; i < content.length(); i++) {
        known.set(at + i, content.isKnown(i, 1));
      }
      at += content.length();
    }
    return new ObjectBytes(bytes, known);
  }

  /** Bytes that are all known. */
  static ObjectBytes of(byte[] bytes) {
    BitSet known = new BitSet(bytes.length);
    known.set(0, bytes.length);
    return new ObjectBytes(bytes, known);
  }

  /** How many are not known. */
  int unknown() {
    return bytes.length - known.cardinality();
  }

  /** Stores bytes at a place within the object, or beside it, where they are left out. */
  void apply(long at, int size, long bits) {
    for (int i = 0; i < size; i++) {
      long position = at + i;
      if (position >= 0 && position < bytes.length) {
        bytes[(int) position] = (byte) (bits >>> (i * Byte.SIZE));
        known.set((int) position);
      }
    }
  }

  /** All of them. */
  KnownBytes all() {
    return KnownBytes.of(bytes, known);
  }

  /** Some of them. */
  KnownBytes part(long from, long length) {
    int start = (int) from;
    int end = (int) (from + length);
    return KnownBytes.of(Arrays.copyOfRange(bytes, start, end), known.get(start, end));
  }

  boolean isKnown(long from, long length) {
    return known.nextClearBit((int) from) >= from + length;
  }

  /** A little-endian number of known bytes. */
  long number(long from, int size) {
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = number << Byte.SIZE | Byte.toUnsignedLong(bytes[(int) from + i]);
    }
    return number;
  }

  /** Whether some bytes are known in both and equal. */
  boolean equals(ObjectBytes other, long from, long length) {
    return isKnown(from, length)
        && other.isKnown(from, length)
        && Arrays.equals(
            bytes,
            (int) from,
            (int) (from + length),
            other.bytes,
            (int) from,
            (int) (from + length));
  }
}
