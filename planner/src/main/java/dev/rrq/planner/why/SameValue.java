package dev.rrq.planner.why;

import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one place that held a value before the way to it is lost. Only a value that is rare counts:
 * at least four bytes, three different ones among them that are neither 00 nor ff. A place counts
 * if the value was read there before anything that was seen wrote it; if there are two, none does.
 */
final class SameValue {

  private static final int LEAST_BYTES = 4;
  private static final int LEAST_DIFFERENT = 3;
  private static final int ALL_ONES = 0xff;

  private SameValue() {}

  /** Where the value was read. */
  record Found(TracedInstruction instruction, ReplayedAccess access, long paddr) {}

  static boolean isRare(long bits, int size) {
    Set<Integer> different = new HashSet<>();
    for (int i = 0; i < size; i++) {
      int b = (int) (bits >>> (i * Byte.SIZE)) & 0xff;
      if (b != 0 && b != ALL_ONES) {
        different.add(b);
      }
    }
    return size >= LEAST_BYTES && different.size() >= LEAST_DIFFERENT;
  }

  /** The latest read of the one place where the value was; empty if there is none, or another. */
  static Optional<Found> among(List<TracedInstruction> instructions, long bits, int size) {
    Set<Long> written = new HashSet<>();
    Map<Long, Found> places = new HashMap<>();
    for (TracedInstruction instruction : instructions) {
      for (ReplayedAccess load : instruction.loads()) {
        for (int skip = 0; skip + size <= load.size(); skip++) {
          long paddr = load.paddr() + skip;
          boolean same =
              Arithmetic.low(load.newValue() >>> (skip * Byte.SIZE), size)
                  == Arithmetic.low(bits, size);
          if (same && !written.contains(paddr)) {
            places.put(paddr, new Found(instruction, load, paddr));
          }
        }
      }
      for (ReplayedAccess store : instruction.stores()) {
        for (int i = 1 - size; i < store.size(); i++) {
          written.add(store.paddr() + i);
        }
      }
    }
    return places.size() == 1 ? Optional.of(places.values().iterator().next()) : Optional.empty();
  }

  /** The latest of the writes if all are to one place. */
  static Optional<LastWrite> amongWrites(List<LastWrite> writes) {
    boolean onePlace = writes.stream().map(LastWrite::paddr).distinct().count() == 1;
    return onePlace ? Optional.of(writes.get(writes.size() - 1)) : Optional.empty();
  }
}
