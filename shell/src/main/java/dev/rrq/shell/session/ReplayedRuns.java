package dev.rrq.shell.session;

import dev.rrq.indexer.tasks.WatchedTasks;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.flow.TaskRuns;
import java.util.List;

/** Makes what a scan tells of tasks times in which each of them ran. */
final class ReplayedRuns {

  private ReplayedRuns() {}

  static List<Run> of(WatchedTasks tasks, Interval window) {
    return TaskRuns.of(
        tasks.switches().stream()
            .map(one -> new TaskRuns.Switch(one.t(), one.from() == null, one.to()))
            .toList(),
        tasks.pids(),
        tasks.names(),
        window::intersect);
  }
}
