package dev.rrq.planner.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Bytes that were written side by side and one after the other, as copies in a loop are.
 *
 * @param writes in order of their addresses
 */
record CopyLoop(Place place, List<LastWrite> writes) {

  static final long MOST_APART = 2_000;

  CopyLoop {
    writes = List.copyOf(writes);
  }

  /** The writes that made a place, the last of which is known; empty if they are no loop's. */
  static Optional<CopyLoop> of(Facts facts, Place place, LastWrite last) {
    List<LastWrite> writes = new ArrayList<>(List.of(last));
    long low = place.within(last).paddr();
    long high = place.within(last).end();
    while (low > place.paddr()) {
      Place rest = place.part(place.paddr(), low);
      Optional<LastWrite> write = rest.lastWrite(facts);
      if (write.isEmpty() || !isNear(write.get(), last) || rest.within(write.get()).end() != low) {
        return Optional.empty();
      }
      writes.add(0, write.get());
      low = rest.within(write.get()).paddr();
    }
    while (high < place.end()) {
      Place rest = place.part(high, place.end());
      Optional<LastWrite> write = rest.lastWrite(facts);
      if (write.isEmpty()
          || !isNear(write.get(), last)
          || rest.within(write.get()).paddr() != high) {
        return Optional.empty();
      }
      writes.add(write.get());
      high = rest.within(write.get()).end();
    }
    return Optional.of(new CopyLoop(place, writes));
  }

  private static boolean isNear(LastWrite write, LastWrite last) {
    return write.isByInstruction() && last.t() - write.t() <= MOST_APART;
  }

  long firstT() {
    return writes.stream().mapToLong(LastWrite::t).min().orElseThrow();
  }

  /** The value; zero if it has more than eight bytes. */
  long bits() {
    if (place.size() > Long.BYTES) {
      return 0;
    }
    long bits = 0;
    for (LastWrite write : writes) {
      Place part = place.within(write);
      bits |= write.bitsOf(part) << ((part.paddr() - place.paddr()) * Byte.SIZE);
    }
    return bits;
  }

  /** The memory that all of it was copied from, in the same order; empty if there is no such. */
  Optional<Origin.Memory> source(Facts facts, Trail trail) {
    List<Origin.Memory> sources = new ArrayList<>();
    long base = 0;
    for (LastWrite write : writes) {
      Place part = place.within(write);
      Origin origin = trail.ofStore(write.t(), part.paddr(), part.size());
      if (!(origin instanceof Origin.Memory memory)
          || memory.size() != part.size()
          || !memory.isWhole()) {
        return Optional.empty();
      }
      long from = memory.paddr() - (part.paddr() - place.paddr());
      if (!sources.isEmpty() && from != base) {
        return Optional.empty();
      }
      base = from;
      sources.add(memory);
    }
    Origin.Memory first = sources.get(0);
    long earliest = sources.stream().mapToLong(m -> m.instruction().t()).min().orElseThrow();
    long latest = sources.stream().mapToLong(m -> m.instruction().t()).max().orElseThrow();
    boolean changed =
        Place.whole(base, place.size(), latest, 0)
            .lastWrite(facts)
            .filter(w -> w.t() >= earliest)
            .isPresent();
    return changed
        ? Optional.empty()
        : Optional.of(
            new Origin.Memory(
                first.instruction(),
                base,
                first.vaddr() - (place.within(writes.get(0)).paddr() - place.paddr()),
                place.size(),
                bits(),
                0,
                -1L,
                first.moves()));
  }
}
