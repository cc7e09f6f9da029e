package dev.rrq.store.testing;

import dev.rrq.store.RawRecord;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Raw records like those of a Linux boot, without end: calls that push return addresses and spill
 * registers on a few hot stacks, counters, pointers that are linked and unlinked, runs that zero or
 * copy pages.
 */
public final class SyntheticBoot {

  private static final int FUNCTIONS = 5000;
  private static final int SITES_PER_FUNCTION = 30;
  private static final long TEXT = 0xffffffff81000000L;
  private static final long DIRECT_MAP = 0xffff888000000000L;
  private static final int RAM = 256 << 20;

  private final Random random;
  private final byte[] memory = new byte[RAM];
  private final ByteBuffer words = ByteBuffer.wrap(memory).order(java.nio.ByteOrder.LITTLE_ENDIAN);
  private final int[] stacks = new int[32];
  private int stack;
  private int depth;
  private int context;
  private long t;

  /** The same seed gives the same records. */
  public SyntheticBoot(long seed) {
    random = new Random(seed);
    for (int i = 0; i < stacks.length; i++) {
      stacks[i] = (1 << 20) * (8 + i * 3) + (16 << 10);
    }
  }

  /** Fills a buffer with whole records. */
  public void fill(ByteBuffer records) {
    while (records.remaining() >= RawRecord.BYTES) {
      step(records);
    }
  }

  private void step(ByteBuffer records) {
    int kind = random.nextInt(100);
    if (kind < 45) {
      call(records);
    } else if (kind < 60) {
      int counter = (4 << 20) + 64 * skewed(2000);
      write(records, site(skewed(FUNCTIONS)), counter, 8, words.getLong(counter) + 1);
    } else if (kind < 90) {
      int object = (64 << 20) + 192 * skewed(300_000) + 8 * random.nextInt(24);
      long value =
          random.nextBoolean()
              ? DIRECT_MAP + (64 << 20) + 192L * skewed(300_000)
              : random.nextInt(8);
      write(records, site(skewed(FUNCTIONS)), object, random.nextInt(3) == 0 ? 4 : 8, value);
    } else if (kind == 90) {
      run(records);
    } else if (random.nextInt(50) == 0) {
      stack = skewed(stacks.length);
      depth = 0;
    } else {
      depth = Math.max(0, depth - 1 - random.nextInt(3));
    }
  }

  private void call(ByteBuffer records) {
    int function = skewed(FUNCTIONS);
    depth = depth >= 60 ? 20 : depth + 1;
    context = (context * 31 + function) & 0x3ffff;
    int sp = stacks[stack] - depth * 72;
    write(records, site(function), sp, 8, site(function) + 5);
    for (int i = 1; i <= random.nextInt(6); i++) {
      write(
          records,
          site(function),
          sp - 8 * i,
          8,
          random.nextBoolean() ? DIRECT_MAP + 192L * skewed(300_000) : random.nextInt(100));
    }
  }

  /** Zeroes or copies a page, in words. */
  private void run(ByteBuffer records) {
    int page = 4096 * ((128 << 8) + skewed(32_000));
    boolean zero = random.nextInt(3) > 0;
    long pc = TEXT + 0x10 + (zero ? 0 : 64);
    for (int i = 0; i < 4096; i += 8) {
      write(records, pc, page + i, 8, zero ? 0 : text());
    }
  }

  /** Eight characters that compress about as well as those of a file system. */
  private long text() {
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) {
      word = (word << Byte.SIZE) | (97 + skewed(26));
    }
    return word;
  }

  private long site(int function) {
    return TEXT + function * 640L + 4L * (1 + skewed(SITES_PER_FUNCTION)) + 256;
  }

  /** A number below a bound, small ones much more often. */
  private int skewed(int bound) {
    double x = random.nextDouble();
    return (int) (bound * x * x * x * x);
  }

  private void write(ByteBuffer records, long pc, int paddr, int size, long value) {
    t += 1 + skewed(60);
    long old = size == 8 ? words.getLong(paddr) : Integer.toUnsignedLong(words.getInt(paddr));
    if (old == value || records.remaining() < RawRecord.BYTES) {
      return;
    }
    if (size == 8) {
      words.putLong(paddr, value);
    } else {
      words.putInt(paddr, (int) value);
    }
    records.putLong(t).putLong(pc).putLong(DIRECT_MAP + paddr).putLong(paddr);
    records.putLong(old).putLong(size == 8 ? value : Integer.toUnsignedLong((int) value));
    records.putInt(context).put((byte) size).put((byte) 0).putShort((short) 0);
  }
}
