package dev.rrq.planner.why;

import java.util.Optional;

/**
 * Some bytes of physical memory before an instant, or some bits of them.
 *
 * @param at number of the bit that their first bit is, or ends up as, in what was asked for; what
 *     is shifted on its way may begin before it
 * @param mask which of the bits are meant, where they are eight bytes at most; else all are
 */
record Place(long paddr, int size, long t, int at, long mask) {

  Place {
    mask = size > Long.BYTES ? -1L : Arithmetic.low(mask, size);
  }

  /** All bits of some bytes. */
  static Place whole(long paddr, int size, long t, int at) {
    return new Place(paddr, size, t, at, -1L);
  }

  boolean isWhole() {
    return mask == Arithmetic.low(-1L, size);
  }

  boolean isEmpty() {
    return size == 0 || mask == 0;
  }

  boolean has(int bit) {
    return isWhole() || (mask >>> bit & 1) != 0;
  }

  long end() {
    return paddr + size;
  }

  /** Some of the bytes. */
  Place part(long from, long to) {
    int skipped = (int) (from - paddr) * Byte.SIZE;
    long bits = isWhole() ? -1L : mask >>> skipped;
    return new Place(from, (int) (to - from), t, at + skipped, from < to ? bits : 0);
  }

  /** Together with what begins there or behind it. */
  Place and(Place next) {
    int both = (int) (Math.max(end(), next.end()) - paddr);
    long skipped = (next.paddr - paddr) * Byte.SIZE;
    long bits = both > Long.BYTES ? -1L : mask | next.mask << skipped;
    return new Place(paddr, both, t, at, bits);
  }

  /** Without the bytes at the ends of which no bit is meant. */
  Place trimmed() {
    if (isWhole() || mask == 0) {
      return this;
    }
    int first = Long.numberOfTrailingZeros(mask) / Byte.SIZE;
    int last = (Long.SIZE - 1 - Long.numberOfLeadingZeros(mask)) / Byte.SIZE;
    return part(paddr + first, paddr + last + 1);
  }

  /** The bytes of it that a write changed. */
  Place within(LastWrite write) {
    return part(Math.max(paddr, write.paddr()), Math.min(end(), write.paddr() + write.size()));
  }

  /** The last change of it; empty if there is none. */
  Optional<LastWrite> lastWrite(Facts facts) {
    return isEmpty() ? Optional.empty() : facts.lastWrite(paddr, size, isWhole() ? -1L : mask, t);
  }

  /** What it is in what was asked for. */
  Step.Part asked() {
    if (isWhole() || mask == 0) {
      return new Step.Part(Math.floorDiv(at, Byte.SIZE), size, -1L);
    }
    int lowest = Long.numberOfTrailingZeros(mask);
    int highest = Long.SIZE - 1 - Long.numberOfLeadingZeros(mask);
    int first = Math.floorDiv(at + lowest, Byte.SIZE);
    int count = Math.floorDiv(at + highest, Byte.SIZE) - first + 1;
    long bits = mask >>> lowest << (at + lowest - first * Byte.SIZE);
    return new Step.Part(first, count, bits);
  }
}
