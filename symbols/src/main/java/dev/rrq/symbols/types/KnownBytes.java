package dev.rrq.symbols.types;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The bytes of an object, of which some may not be known. Little-endian. */
public final class KnownBytes {

  private final byte[] bytes;
  private final @Nullable BitSet known;

  private KnownBytes(byte[] bytes, @Nullable BitSet known) {
    this.bytes = bytes;
    this.known = known;
  }

  /** Bytes that are all known. */
  public static KnownBytes of(byte[] bytes) {
    return new KnownBytes(bytes.clone(), null);
  }

  /** Bytes of which those are known whose bit is set. */
  public static KnownBytes of(byte[] bytes, BitSet known) {
    return new KnownBytes(bytes.clone(), (BitSet) known.clone());
  }

  /** A value as it was stored: its lowest bytes, all known. */
  public static KnownBytes ofRaw(long bits, int size) {
    byte[] all =
        ByteBuffer.allocate(Math.max(size, 8)).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array();
    return new KnownBytes(Arrays.copyOf(all, size), null);
  }

  /** Number of bytes; those behind are not known. */
  public int size() {
    return bytes.length;
  }

  /** Whether a run of bytes is known. */
  public boolean isKnown(long offset, long length) {
    if (offset < 0 || offset + length > bytes.length) {
      return false;
    }
    return known == null || known.nextClearBit((int) offset) >= offset + length;
  }

  /** Whether nothing of a run of bytes is known. */
  boolean isUnknown(long offset, long length) {
    if (offset >= bytes.length) {
      return true;
    }
    int next = known == null ? 0 : known.nextSetBit((int) offset);
    return known != null && (next < 0 || next >= offset + length);
  }

  /** A byte that is known, 0 to 255. */
  int u8(long offset) {
    return bytes[(int) offset] & 0xff;
  }

  /** The lowest 64 bits of a known number of some bytes. */
  long number(long offset, long size) {
    long value = 0;
    for (int i = 0; i < Math.min(size, 8); i++) {
      value |= (long) u8(offset + i) << (i * 8);
    }
    return value;
  }

  /** Known bytes, most significant first, as {@link java.math.BigInteger} takes them. */
  byte[] bigEndian(long offset, long size) {
    byte[] result = new byte[(int) size];
    for (int i = 0; i < size; i++) {
      result[(int) size - 1 - i] = bytes[(int) offset + i];
    }
    return result;
  }

  /** Whether two known runs of bytes are equal. */
  boolean same(long left, long right, long length) {
    for (long i = 0; i < length; i++) {
      if (bytes[(int) (left + i)] != bytes[(int) (right + i)]) {
        return false;
      }
    }
    return true;
  }
}
