package dev.rrq.planner.why;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes or bits that an instruction stored, and where all of them came from.
 *
 * @param part of what was stored
 * @param isLeft whether the instruction left them in memory as they were
 */
record Strand(Place part, Origin origin, boolean isLeft) {

  /** Strands of which no two come from one load, in the same order. */
  static List<Strand> joined(List<Strand> strands) {
    List<Strand> joined = new ArrayList<>();
    for (Strand strand : strands) {
      Strand whole = strand;
      int at = joined.size();
      for (int i = 0; i < joined.size(); i++) {
        Strand both = both(joined.get(i), strand);
        if (both != null) {
          whole = both;
          at = i;
        }
      }
      if (at < joined.size()) {
        joined.set(at, whole);
      } else {
        joined.add(whole);
      }
    }
    return joined;
  }

  private static @Nullable Strand both(Strand one, Strand other) {
    if (!(one.origin instanceof Origin.Memory first)
        || !(other.origin instanceof Origin.Memory second)
        || first.instruction().t() != second.instruction().t()) {
      return null;
    }
    boolean isAhead = first.paddr() <= second.paddr();
    Origin.Memory low = isAhead ? first : second;
    Origin.Memory high = isAhead ? second : first;
    int skipped = (int) Math.min(Integer.MAX_VALUE / Byte.SIZE, high.paddr() - low.paddr());
    int size = Math.max(low.size(), skipped + high.size());
    boolean isApart = skipped > low.size();
    if (isApart || size > Long.BYTES || high.shift() - low.shift() != skipped * Byte.SIZE) {
      return null;
    }
    int bits = skipped * Byte.SIZE;
    long mask = place(low).mask() | place(high).mask() << bits;
    Origin.Memory all =
        new Origin.Memory(
            first.instruction(),
            low.paddr(),
            low.vaddr(),
            size,
            low.bits() | high.bits() << bits,
            low.shift(),
            mask,
            first.moves());
    boolean isFirst = one.part.paddr() <= other.part.paddr();
    Place part = isFirst ? one.part.and(other.part) : other.part.and(one.part);
    return new Strand(part, all, one.isLeft);
  }

  private static Place place(Origin.Memory memory) {
    return new Place(memory.paddr(), memory.size(), 0, 0, memory.mask());
  }
}
