package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Extent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/** Few extents that cover many: those that lie next to each other become one. */
final class ExtentHulls {

  private ExtentHulls() {}

  /** At most so many, by address; the widest gaps between the extents stay gaps. */
  static List<Extent> of(List<Extent> extents, int most) {
    List<Extent> hulls = joined(extents, 0);
    if (hulls.size() <= most) {
      return hulls;
    }
    long[] gaps = gaps(hulls).sorted().toArray();
    return joined(hulls, gaps[hulls.size() - most - 1]);
  }

  private static LongStream gaps(List<Extent> ordered) {
    return LongStream.range(1, ordered.size())
        .map(i -> ordered.get((int) i).start() - ordered.get((int) i - 1).end());
  }

  private static List<Extent> joined(List<Extent> extents, long gap) {
    List<Extent> ordered = new ArrayList<>(extents);
    ordered.sort(Comparator.comparingLong(Extent::start));
    List<Extent> hulls = new ArrayList<>();
    for (Extent extent : ordered) {
      Extent last = hulls.isEmpty() ? null : hulls.get(hulls.size() - 1);
      if (last != null && extent.start() - last.end() <= gap) {
        long end = Math.max(last.end(), extent.end());
        hulls.set(hulls.size() - 1, new Extent(last.start(), end - last.start()));
      } else {
        hulls.add(extent);
      }
    }
    return hulls;
  }
}
