package dev.rrq.indexer.step;

/** Numbers in arrays of bytes, little endian. */
final class Bytes {

  private Bytes() {}

  /** The number of at most 8 bytes at an index. */
  static long number(byte[] bytes, int at, int size) {
    long value = 0;
    for (int i = size - 1; i >= 0; i--) {
      value = value << Byte.SIZE | Byte.toUnsignedLong(bytes[at + i]);
    }
    return value;
  }
}
