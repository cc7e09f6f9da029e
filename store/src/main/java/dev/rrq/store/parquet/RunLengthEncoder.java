package dev.rrq.store.parquet;

/** The hybrid of run lengths and bit-packed groups of 8 that levels and dictionary ids use. */
final class RunLengthEncoder {

  private static final int GROUP = Byte.SIZE;

  private RunLengthEncoder() {}

  /**
   * Encodes numbers.
   *
   * @param width bits of the largest, at least 1
   */
  static void encode(long[] values, int count, int width, Bytes out) {
    int packedFrom = 0;
    int i = 0;
    while (i < count) {
      int run = runLength(values, i, count);
      // A group that was begun must be filled before a run can start.
      int toFill = (packedFrom - i) & (GROUP - 1);
      if (run - toFill >= GROUP) {
        i += toFill;
        run -= toFill;
        packed(values, packedFrom, i, width, out);
        out.putVarint((long) run << 1);
        out.putLow(values[i], (width + Byte.SIZE - 1) / Byte.SIZE);
        i += run;
        packedFrom = i;
      } else {
        i += run;
      }
    }
    packed(values, packedFrom, count, width, out);
  }

  private static int runLength(long[] values, int from, int count) {
    int to = from + 1;
    while (to < count && values[to] == values[from]) {
      to++;
    }
    return to - from;
  }

  /** Packs whole groups; the last of all may need padding. */
  private static void packed(long[] values, int from, int to, int width, Bytes out) {
    if (from == to) {
      return;
    }
    int count = to - from;
    int whole = count / GROUP * GROUP;
    int groups = (count + GROUP - 1) / GROUP;
    out.putVarint(((long) groups << 1) | 1);
    if (whole > 0) {
      BitPacking.pack(values, from, whole, 0, width, out);
    }
    if (whole < count) {
      long[] last = new long[GROUP];
      System.arraycopy(values, from + whole, last, 0, count - whole);
      BitPacking.pack(last, 0, GROUP, 0, width, out);
    }
  }
}
