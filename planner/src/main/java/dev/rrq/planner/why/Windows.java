package dev.rrq.planner.why;

import dev.rrq.planner.analysis.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The times that were replayed, as many as are worth their memory: no time is replayed twice in a
 * row.
 */
final class Windows {

  /** How far back registers are followed, one try after the other. */
  static final long[] REACHES = {20_000, 400_000};

  /** A window that was replayed already is used again if it goes back so far. */
  private static final long LEAST_REACH = 2_000;

  /** For so long after a write stores are looked for that changed nothing. */
  static final long AFTERWARDS = 20_000;

  private static final long MOST_KEPT = 1_000_000;

  private final Facts facts;
  private final List<Window> kept = new ArrayList<>();

  Windows(Facts facts) {
    this.facts = facts;
  }

  /**
   * What was replayed of a time, from so many instructions before it to some time after it.
   *
   * @param use when the value was used; nothing behind it matters
   */
  Window of(long from, long to, long reach, long use) {
    long end = Math.max(to + 1, Math.min(use, to + 1 + AFTERWARDS));
    long enough = Math.max(0, from + 1 - (reach == REACHES[0] ? LEAST_REACH : reach));
    Window known = known(enough, end);
    if (known != null) {
      return known;
    }
    Interval when = new Interval(Math.max(0, from + 1 - reach), end);
    Window traced = new Window(when, facts.trace(when));
    keep(traced);
    return traced;
  }

  private @Nullable Window known(long from, long to) {
    for (Window window : kept) {
      if (window.when().from() <= from && window.when().to() >= to) {
        return window;
      }
    }
    return null;
  }

  private void keep(Window traced) {
    kept.add(0, traced);
    while (kept.size() > 1 && length() > MOST_KEPT) {
      kept.remove(kept.size() - 1);
    }
  }

  private long length() {
    return kept.stream().mapToLong(window -> window.when().to() - window.when().from()).sum();
  }
}
