package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.store.Coverage;
import java.util.ArrayList;
import java.util.List;

/**
 * How far an index reaches, and whether the rest can be replayed.
 *
 * @param covered the time that the index covers
 * @param end of the recording
 * @param replays whether it can be replayed
 */
public record Reach(Coverage covered, long end, boolean replays) {

  /** Of an index that covers all there is to know. */
  public static final Reach INDEX_ONLY = new Reach(Coverage.NONE, 0, false);

  /** The parts of a span that the index does not cover. */
  public List<Interval> missing(Interval span) {
    Interval asked = span.intersect(new Interval(0, end));
    if (asked.isEmpty()) {
      return List.of();
    }
    return Coverage.of(asked.from(), asked.to()).minus(covered).intervals().stream()
        .map(part -> new Interval(part.from(), part.to()))
        .toList();
  }

  /** Spans without those parts of them that lie in others, merged and in order. */
  public static List<Interval> merged(List<Interval> spans) {
    List<Interval> sorted = new ArrayList<>(spans);
    sorted.sort(java.util.Comparator.comparingLong(Interval::from).thenComparingLong(Interval::to));
    List<Interval> merged = new ArrayList<>();
    for (Interval span : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && span.from() <= merged.get(last).to()) {
        Interval before = merged.get(last);
        merged.set(last, new Interval(before.from(), Math.max(before.to(), span.to())));
      } else {
        merged.add(span);
      }
    }
    return merged;
  }
}
