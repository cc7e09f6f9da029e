package dev.rrq.planner.flow;

import dev.rrq.planner.analysis.Interval;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Addresses of code: any number of ranges, searched by halves. */
public final class CodeRanges {

  private final long[] begins;
  private final long[] ends;

  /** Ranges, which may overlap. */
  public CodeRanges(List<Interval> ranges) {
    List<Interval> sorted =
        ranges.stream().sorted(Comparator.comparingLong(Interval::from)).toList();
    begins = new long[sorted.size()];
    ends = new long[sorted.size()];
    long end = Long.MIN_VALUE;
    for (int i = 0; i < begins.length; i++) {
      end = Math.max(end, sorted.get(i).to());
      begins[i] = sorted.get(i).from();
      ends[i] = end;
    }
  }

  /** Whether an instruction lies in one of them. */
  public boolean contains(long address) {
    int found = Arrays.binarySearch(begins, address);
    int last = found >= 0 ? found : -found - 2;
    while (last + 1 < begins.length && begins[last + 1] == address) {
      last++;
    }
    return last >= 0 && address < ends[last];
  }
}
