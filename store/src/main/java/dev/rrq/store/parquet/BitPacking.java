package dev.rrq.store.parquet;

/** Packs numbers of equal width into bytes, low bits first. */
final class BitPacking {

  private BitPacking() {}

  /**
   * Packs {@code count} numbers, a multiple of 8.
   *
   * @param bias subtracted from each number
   * @param width bits that each takes then, 1 to 64
   */
  static void pack(long[] values, int from, int count, long bias, int width, Bytes out) {
    out.reserve(count / Byte.SIZE * width + Long.BYTES);
    long pending = 0;
    int bits = 0;
    for (int i = from; i < from + count; i++) {
      long value = values[i] - bias;
      pending |= value << bits;
      int total = bits + width;
      if (total >= Long.SIZE) {
        out.putLong(pending);
        pending = bits == 0 ? 0 : value >>> (Long.SIZE - bits);
        total -= Long.SIZE;
      }
      bits = total;
    }
    out.putLow(pending, bits / Byte.SIZE);
  }

  /** How many bits an unsigned number takes, 0 for 0. */
  static int width(long value) {
    return Long.SIZE - Long.numberOfLeadingZeros(value);
  }
}
