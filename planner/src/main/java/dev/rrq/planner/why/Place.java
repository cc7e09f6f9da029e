package dev.rrq.planner.why;

/**
 * Some bytes of physical memory before an instant.
 *
 * @param at where they are, or end up, in the place that was asked for
 */
record Place(long paddr, int size, long t, int at) {

  long end() {
    return paddr + size;
  }

  boolean contains(Place other) {
    return paddr <= other.paddr() && other.end() <= end();
  }

  /** Some of the bytes. */
  Place part(long from, long to) {
    return new Place(from, (int) (to - from), t, at + (int) (from - paddr));
  }

  /** The bytes of it that a write changed. */
  Place within(LastWrite write) {
    return part(Math.max(paddr, write.paddr()), Math.min(end(), write.paddr() + write.size()));
  }
}
