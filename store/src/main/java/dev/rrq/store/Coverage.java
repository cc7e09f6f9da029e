package dev.rrq.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A set of points, as disjoint intervals in ascending order that do not touch. */
public final class Coverage {

  /** The empty set. */
  public static final Coverage NONE = new Coverage(List.of());

  private final List<Interval> intervals;

  private Coverage(List<Interval> intervals) {
    this.intervals = List.copyOf(intervals);
  }

  /** The union of intervals, which may overlap and come in any order. */
  public static Coverage of(List<Interval> intervals) {
    List<Interval> sorted = new ArrayList<>(intervals);
    sorted.sort(Comparator.comparingLong(Interval::from));
    List<Interval> merged = new ArrayList<>();
    for (Interval next : sorted) {
      int last = merged.size() - 1;
      if (last >= 0 && merged.get(last).to() >= next.from()) {
        Interval before = merged.get(last);
        merged.set(last, new Interval(before.from(), Math.max(before.to(), next.to())));
      } else {
        merged.add(next);
      }
    }
    return new Coverage(merged);
  }

  /** One interval, empty where {@code to} is not above {@code from}. */
  public static Coverage of(long from, long to) {
    return to <= from ? NONE : new Coverage(List.of(new Interval(from, to)));
  }

  /** The intervals, ascending, disjoint and not touching. */
  public List<Interval> intervals() {
    return intervals;
  }

  /** Whether no point is covered. */
  public boolean isEmpty() {
    return intervals.isEmpty();
  }

  /** Whether this point is covered. */
  public boolean contains(long point) {
    return intervals.stream().anyMatch(i -> i.contains(point));
  }

  /** Whether what held at a point is known: it is covered, or all before it is told. */
  public boolean tellsStateAt(long point) {
    return contains(point) || (point > 0 && contains(point - 1));
  }

  /** Whether each point of the other is covered. */
  public boolean containsAll(Coverage other) {
    return other.minus(this).isEmpty();
  }

  /** How many points are covered. */
  public long length() {
    return intervals.stream().mapToLong(Interval::length).sum();
  }

  /** What either covers. */
  public Coverage union(Coverage other) {
    List<Interval> all = new ArrayList<>(intervals);
    all.addAll(other.intervals);
    return of(all);
  }

  /** What both cover. */
  public Coverage intersect(Coverage other) {
    List<Interval> common = new ArrayList<>();
    for (Interval a : intervals) {
      for (Interval b : other.intervals) {
        if (a.overlaps(b)) {
          common.add(new Interval(Math.max(a.from(), b.from()), Math.min(a.to(), b.to())));
        }
      }
    }
    return new Coverage(common);
  }

  /** What this covers and the other does not. */
  public Coverage minus(Coverage other) {
    List<Interval> rest = new ArrayList<>();
    for (Interval interval : intervals) {
      long from = interval.from();
      for (Interval hole : other.intervals) {
        if (hole.to() <= from || hole.from() >= interval.to()) {
          continue;
        }
        if (hole.from() > from) {
          rest.add(new Interval(from, hole.from()));
        }
        from = hole.to();
      }
      if (from < interval.to()) {
        rest.add(new Interval(from, interval.to()));
      }
    }
    return new Coverage(rest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Coverage that && intervals.equals(that.intervals);
  }

  @Override
  public int hashCode() {
    return intervals.hashCode();
  }

  /** As users read it: {@code [a, b) and [c, d)}, or {@code nothing}. */
  @Override
  public String toString() {
    if (intervals.isEmpty()) {
      return "nothing";
    }
    return String.join(
        " and ", intervals.stream().map(i -> "[" + i.from() + ", " + i.to() + ")").toList());
  }
}
