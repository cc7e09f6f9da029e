package dev.rrq.planner.why;

/** Bits of what an instruction wrote that are asked about. */
final class AskedBits {

  private final int[] numbers;
  private final boolean[] seen;
  private final boolean single;

  /**
   * Bits of a target.
   *
   * @param numbers of the bits in the target
   * @param seen what they were; empty where that is not known
   * @param single whether they are not whole bytes, so that shifts by less than a byte are followed
   */
  AskedBits(int[] numbers, boolean[] seen, boolean single) {
    this.numbers = numbers.clone();
    this.seen = seen.clone();
    this.single = single;
  }

  int[] numbers() {
    return numbers.clone();
  }

  boolean isSingle() {
    return single;
  }

  /** Those of a byte, as a mask. */
  int inByte(int number) {
    int mask = 0;
    for (int bit : numbers) {
      mask |= bit / Byte.SIZE == number ? 1 << bit % Byte.SIZE : 0;
    }
    return mask;
  }

  /** Whether a value of the target has another bit than was seen. */
  boolean differ(long value) {
    for (int i = 0; i < seen.length; i++) {
      if (numbers[i] < Long.SIZE && (value >>> numbers[i] & 1) != 0 != seen[i]) {
        return true;
      }
    }
    return false;
  }
}
