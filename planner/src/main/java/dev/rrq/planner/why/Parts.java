package dev.rrq.planner.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in the parts that it was last written in. */
final class Parts {

  private Parts() {}

  /**
   * Bytes side by side, and the write that was the last to change them.
   *
   * @param writes how many writes made them; the last of them is {@code write}
   * @param fullness how many bytes are not zero
   */
  record Part(Place place, LastWrite write, int writes, int fullness) {

    private static Part of(Place place, LastWrite write) {
      return new Part(place, write, 1, Parts.fullness(write.bitsOf(place)));
    }

    private Part and(Part next) {
      LastWrite last = next.write.t() > write.t() ? next.write : write;
      Place both = place.and(next.place);
      return new Part(both, last, writes + next.writes, fullness + next.fullness);
    }

    private boolean isNear(Part next) {
      return place.end() == next.place.paddr()
          && write.isByInstruction() == next.write.isByInstruction()
          && Math.abs(write.t() - next.write.t()) <= CopyLoop.MOST_APART;
    }
  }

  /** Parts that were written one after the other as one part. */
  static List<Part> together(List<Part> parts) {
    List<Part> together = new ArrayList<>();
    for (Part part : parts) {
      int last = together.size() - 1;
      if (last >= 0 && together.get(last).isNear(part)) {
        together.set(last, together.get(last).and(part));
      } else {
        together.add(part);
      }
    }
    return together;
  }

  private static int fullness(long bits) {
    int count = 0;
    for (long rest = bits; rest != 0; rest >>>= Byte.SIZE) {
      count += (rest & 0xff) != 0 ? 1 : 0;
    }
    return count;
  }

  /** The parts in order of their addresses, without those that nothing has changed. */
  static List<Part> of(Facts facts, Place place) {
    List<Part> parts = new ArrayList<>();
    add(facts, place, parts);
    return parts;
  }

  private static void add(Facts facts, Place place, List<Part> parts) {
    if (place.isEmpty()) {
      return;
    }
    Optional<LastWrite> write = place.lastWrite(facts);
    if (write.isPresent()) {
      Place part = place.within(write.get());
      add(facts, place.part(place.paddr(), part.paddr()), parts);
      parts.add(Part.of(part, write.get()));
      add(facts, place.part(part.end(), place.end()), parts);
    }
  }
}
