package dev.rrq.store.testing;

import dev.rrq.store.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random writes of all sizes that overlap each other, with the memory that they leave: the naive
 * reference for what a store answers.
 */
public final class RandomWrites {

  private final Random random;
  private final long paddr;
  private final byte[] initial;
  private final byte[] memory;
  private final List<WriteLine> writes = new ArrayList<>();
  private long t;

  /** Starts with random memory at an address. */
  public RandomWrites(long seed, long paddr, int length) {
    random = new Random(seed);
    this.paddr = paddr;
    initial = new byte[length];
    random.nextBytes(initial);
    memory = initial.clone();
  }

  /** Adds writes; some share their time, some come from devices. */
  public RandomWrites add(int count) {
    for (int i = 0; i < count; i++) {
      add();
    }
    return this;
  }

  private void add() {
    t += random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(5);
    int size = 1 << random.nextInt(4);
    int offset = random.nextInt(memory.length - size + 1);
    if (random.nextInt(4) > 0) {
      offset = Math.min(offset % 24, memory.length - size);
    }
    long mask = size == Long.BYTES ? -1 : (1L << (size * Byte.SIZE)) - 1;
    long value = random.nextLong() & mask;
    boolean device = random.nextInt(10) == 0;
    writes.add(
        new WriteLine(
            t,
            device ? Math.max(0, t - 3) : 0xffffffff81000000L + random.nextInt(50),
            device ? 0 : paddr + offset + 0xffff888000000000L,
            paddr + offset,
            size,
            number(memory, offset, size),
            value,
            random.nextInt(3),
            device ? RawRecord.DEVICE : RawRecord.INSTRUCTION,
            random.nextInt(5) == 0));
    apply(memory, offset, size, value);
  }

  /** The writes so far, in the order of arrival. */
  public List<WriteLine> writes() {
    return writes;
  }

  /** The time of the last write. */
  public long lastT() {
    return t;
  }

  /** Memory before any write. */
  public byte[] initial() {
    return initial.clone();
  }

  /** Memory as a machine shows it that stopped before the instruction at this time. */
  public byte[] memoryAt(long time) {
    byte[] then = initial.clone();
    for (WriteLine write : writes) {
      boolean before = write.t() < time;
      if (before || (write.t() == time && write.origin() != RawRecord.INSTRUCTION)) {
        apply(then, (int) (write.paddr() - paddr), write.size(), write.value());
      }
    }
    return then;
  }

  private static void apply(byte[] memory, int offset, int size, long value) {
    for (int i = 0; i < size; i++) {
      memory[offset + i] = (byte) (value >>> (i * Byte.SIZE));
    }
  }

  private static long number(byte[] memory, int offset, int size) {
    long number = 0;
    for (int i = size - 1; i >= 0; i--) {
      number = (number << Byte.SIZE) | Byte.toUnsignedInt(memory[offset + i]);
    }
    return number;
  }
}
