package dev.rrq.store;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The content of a range of physical memory at some time, of which some bytes may not be known.
 * Immutable.
 */
public final class MemoryContent {

  private final long paddr;
  private final byte[] bytes;
  private final BitSet known;

  MemoryContent(long paddr, byte[] bytes, BitSet known) {
    this.paddr = paddr;
    this.bytes = bytes;
    this.known = known;
  }

  /** The physical address of the first byte. */
  public long paddr() {
    return paddr;
  }

  /** How many bytes there are, known or not. */
  public int length() {
    return bytes.length;
  }

  /** The bytes; 0 where they are not known. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether all bytes are known. */
  public boolean isKnown() {
    return known.cardinality() == bytes.length;
  }

  /**
   * Whether these bytes are known.
   *
   * @param offset of the first, from 0
   * @param length in bytes
   */
  public boolean isKnown(int offset, int length) {
    return known.nextClearBit(offset) >= offset + length;
  }

  /**
   * A little-endian number, zero-extended.
   *
   * @param size in bytes, at most 8
   * @throws IllegalStateException if one of its bytes is not known
   */
  public long number(int offset, int size) {
    if (!isKnown(offset, size)) {
      throw new IllegalStateException("not known at %#x".formatted(paddr + offset));
    }
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = (number << Byte.SIZE) | Byte.toUnsignedInt(bytes[offset + i]);
    }
    return number;
  }

  /** The bytes in hexadecimal, {@code ??} where they are not known. */
  @Override
  public String toString() {
    String[] texts = new String[bytes.length];
    Arrays.setAll(texts, i -> known.get(i) ? "%02x".formatted(bytes[i]) : "??");
    return "%#x: %s".formatted(paddr, String.join(" ", texts));
  }
}
