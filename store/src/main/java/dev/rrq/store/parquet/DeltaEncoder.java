package dev.rrq.store.parquet;

/**
 * DELTA_BINARY_PACKED: the differences of neighbours, packed in miniblocks of 32 with a width of
 * their own.
 */
final class DeltaEncoder {

  private static final int MINIBLOCK = 32;
  private static final int MINIBLOCKS = 4;
  private static final int BLOCK = MINIBLOCK * MINIBLOCKS;

  private final long[] deltas = new long[BLOCK];

  void encode(long[] values, int count, Bytes out) {
    out.putVarint(BLOCK);
    out.putVarint(MINIBLOCKS);
    out.putVarint(count);
    out.putZigzag(count == 0 ? 0 : values[0]);
    for (int from = 1; from < count; from += BLOCK) {
      block(values, from, Math.min(BLOCK, count - from), out);
    }
  }

  private void block(long[] values, int from, int count, Bytes out) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      deltas[i] = values[from + i] - values[from + i - 1];
      least = Math.min(least, deltas[i]);
    }
    for (int i = count; i < BLOCK; i++) {
      deltas[i] = least;
    }
    out.putZigzag(least);
    int widths = out.length();
    out.putInt(0);
    for (int block = 0; block * MINIBLOCK < count; block++) {
      int width = width(block * MINIBLOCK, least);
      out.setByte(widths + block, width);
      if (width > 0) {
        BitPacking.pack(deltas, block * MINIBLOCK, MINIBLOCK, least, width, out);
      }
    }
  }

  private int width(int from, long least) {
    long bits = 0;
    for (int i = from; i < from + MINIBLOCK; i++) {
      bits |= deltas[i] - least;
    }
    return BitPacking.width(bits);
  }
}
