package dev.rrq.store;

/**
 * A stretch of time or of addresses: from {@code from} on, up to and without {@code to}.
 *
 * @param to greater than {@code from}
 */
public record Interval(long from, long to) {

  public Interval {
    if (to <= from) {
      throw new IllegalArgumentException("not an interval: [" + from + ", " + to + ")");
    }
  }

  /** Whether the interval holds this point. */
  public boolean contains(long point) {
    return from <= point && point < to;
  }

  /** Whether the two have a point in common. */
  public boolean overlaps(Interval other) {
    return from < other.to && other.from < to;
  }

  /** How many points it holds. */
  public long length() {
    return to - from;
  }
}
