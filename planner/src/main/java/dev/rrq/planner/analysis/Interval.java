package dev.rrq.planner.analysis;

/**
 * A span of time: all icounts from {@code from} up to but not including {@code to}.
 *
 * @param from first icount, 0 or more
 * @param to icount after the last; {@link Long#MAX_VALUE} where there is no end
 */
public record Interval(long from, long to) {

  /** All of time. */
  public static final Interval ALWAYS = new Interval(0, Long.MAX_VALUE);

  /** The span of a single icount. */
  public static Interval at(long t) {
    return new Interval(t, t + 1);
  }

  /** Whether there is no icount in it. */
  public boolean isEmpty() {
    return from >= to;
  }

  /** Whether an icount lies in it. */
  public boolean contains(long t) {
    return from <= t && t < to;
  }

  /** Whether every icount of another span lies in this one. */
  public boolean contains(Interval other) {
    return from <= other.from && other.to <= to;
  }

  /** What both have in common; may be empty. */
  public Interval intersect(Interval other) {
    return new Interval(Math.max(from, other.from), Math.min(to, other.to));
  }

  /** Whether some icount lies in both. */
  public boolean overlaps(Interval other) {
    return !intersect(other).isEmpty();
  }

  /** The last icount in it. */
  public long last() {
    return to == Long.MAX_VALUE ? to : to - 1;
  }
}
