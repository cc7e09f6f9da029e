package dev.rrq.planner.replay;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.RunningTasks;
import dev.rrq.planner.flow.RunningTasks.Run;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Which tasks ran in the windows that were replayed. Safe for use by several threads. */
public final class ReplayedTasks {

  private final List<Window> windows = new CopyOnWriteArrayList<>();

  private record Window(Interval when, RunningTasks tasks) {}

  /** Keeps who ran in a window. */
  public void add(Interval when, List<Run> runs) {
    windows.removeIf(window -> when.contains(window.when()));
    windows.add(new Window(when, new RunningTasks(runs)));
  }

  /** Whether all of a window is known. */
  public boolean contains(Interval when) {
    return windows.stream().anyMatch(window -> window.when().contains(when));
  }

  /** What ran at an instant; null if that is not known. */
  public @Nullable Run at(long t) {
    for (Window window : windows) {
      if (window.when().contains(t)) {
        return window.tasks().at(t);
      }
    }
    return null;
  }
}
