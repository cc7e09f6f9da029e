package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rectangles of physical address by time, outside of which a condition on rows of writes cannot
 * hold. Each says where a row may <em>start</em> and when it may be.
 *
 * @param boxes none if the condition never holds
 */
public record Boxes(List<Box> boxes) {

  /** Where and when. */
  public record Box(Interval addresses, Interval times) {
    boolean isEmpty() {
      return addresses.isEmpty() || times.isEmpty();
    }

    Box intersect(Box other) {
      return new Box(addresses.intersect(other.addresses), times.intersect(other.times));
    }
  }

  /** More boxes than this are put into one: pruning would cost more than it saves. */
  private static final int MOST = 2048;

  /** No restriction. */
  public static final Boxes ALL = new Boxes(List.of(new Box(Interval.ALWAYS, Interval.ALWAYS)));

  /** Nothing. */
  public static final Boxes NONE = new Boxes(List.of());

  public Boxes {
    boxes = List.copyOf(boxes);
  }

  static Boxes addresses(Interval addresses) {
    return of(List.of(new Box(addresses, Interval.ALWAYS)));
  }

  static Boxes times(Interval times) {
    return of(List.of(new Box(Interval.ALWAYS, times)));
  }

  private static Boxes of(List<Box> boxes) {
    List<Box> full = boxes.stream().filter(box -> !box.isEmpty()).distinct().toList();
    return new Boxes(full.size() > MOST ? List.of(hull(full)) : full);
  }

  private static Box hull(List<Box> boxes) {
    return boxes.stream()
        .reduce((a, b) -> new Box(hull(a.addresses(), b.addresses()), hull(a.times(), b.times())))
        .orElseThrow();
  }

  private static Interval hull(Interval a, Interval b) {
    return new Interval(Math.min(a.from(), b.from()), Math.max(a.to(), b.to()));
  }

  /** What lies in both. */
  public Boxes and(Boxes other) {
    if ((long) boxes.size() * other.boxes.size() > MOST * 4L) {
      return boxes.size() < other.boxes.size() ? this : other;
    }
    List<Box> common = new ArrayList<>();
    for (Box a : boxes) {
      for (Box b : other.boxes) {
        common.add(a.intersect(b));
      }
    }
    return of(common);
  }

  /** What lies in any. */
  public Boxes or(Boxes other) {
    List<Box> all = new ArrayList<>(boxes);
    all.addAll(other.boxes);
    return of(all);
  }

  /** The spans of addresses in which rows may start, in ascending order, without gaps of none. */
  public List<Interval> addresses() {
    Set<Interval> sorted =
        new TreeSet<>(
            java.util.Comparator.comparingLong(Interval::from).thenComparing(Interval::to));
    boxes.forEach(box -> sorted.add(box.addresses()));
    List<Interval> merged = new ArrayList<>();
    for (Interval next : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && next.from() <= merged.get(last).to()) {
        merged.set(last, hull(merged.get(last), next));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }
}
