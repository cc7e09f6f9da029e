package dev.rrq.planner.replay;

import dev.rrq.planner.analysis.Interval;
import java.util.List;

/**
 * What some replays take, at most.
 *
 * @param windows how many windows are replayed
 * @param instructions from the starting points to the ends of the windows
 * @param seconds roughly
 */
public record ReplayCost(int windows, long instructions, double seconds) {

  /** Starting a replay takes so long. */
  private static final double START_SECONDS = 0.7;

  /** What replays of windows take. */
  public static ReplayCost of(ReplayAccess access, List<Interval> windows) {
    long instructions = 0;
    for (Interval window : windows) {
      instructions += window.to() - start(access, window.from());
    }
    double seconds = instructions / access.speed() + windows.size() * START_SECONDS;
    return new ReplayCost(windows.size(), instructions, seconds);
  }

  private static long start(ReplayAccess access, long t) {
    long start = 0;
    for (long possible : access.starts()) {
      start = possible <= t ? possible : start;
    }
    return start;
  }
}
