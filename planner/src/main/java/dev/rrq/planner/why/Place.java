package dev.rrq.planner.why;

/** Some bytes of physical memory before an instant. */
record Place(long paddr, int size, long t) {

  long end() {
    return paddr + size;
  }

  boolean contains(Place other) {
    return paddr <= other.paddr() && other.end() <= end();
  }

  /** The bytes of it that a write changed. */
  Place within(LastWrite write) {
    long from = Math.max(paddr, write.paddr());
    long to = Math.min(end(), write.paddr() + write.size());
    return new Place(from, (int) (to - from), t);
  }
}
