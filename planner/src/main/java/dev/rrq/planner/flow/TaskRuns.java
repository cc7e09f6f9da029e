package dev.rrq.planner.flow;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.RunningTasks.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes times in which one task ran under one name of switches and names. */
public final class TaskRuns {

  /**
   * A switch.
   *
   * @param t icount before the instruction that switched
   * @param first whether what ran before it is not known: then the task ran at {@code t} already
   * @param task what runs after it
   */
  public record Switch(long t, boolean first, int task) {}

  private TaskRuns() {}

  /**
   * A task is what runs from after the instruction that switched to it until after the next.
   *
   * @param switches in order of time
   * @param names by task, from the instant of the instruction that wrote them
   * @param known the part of a time of which anything is known
   */
  public static List<Run> of(
      List<Switch> switches,
      Map<Integer, Long> pids,
      Map<Integer, NavigableMap<Long, String>> names,
      UnaryOperator<Interval> known) {
    List<Run> runs = new ArrayList<>();
    for (int i = 0; i < switches.size(); i++) {
      Switch change = switches.get(i);
      long end = i + 1 < switches.size() ? switches.get(i + 1).t() + 1 : Long.MAX_VALUE;
      Interval when = known.apply(new Interval(change.t() + (change.first() ? 0 : 1), end));
      long pid = pids.getOrDefault(change.task(), 0L);
      addRuns(runs, when, change.task(), pid, names.get(change.task()));
    }
    return runs;
  }

  private static void addRuns(
      List<Run> runs,
      Interval when,
      int task,
      long pid,
      @Nullable NavigableMap<Long, String> names) {
    if (names == null) {
      add(runs, new Run(when, task, pid, ""));
      return;
    }
    long from = when.from();
    Map.Entry<Long, String> before = names.floorEntry(from);
    String name = before == null ? "" : before.getValue();
    for (Map.Entry<Long, String> next : names.tailMap(from, false).entrySet()) {
      if (next.getKey() + 1 >= when.to()) {
        break;
      }
      add(runs, new Run(new Interval(from, next.getKey() + 1), task, pid, name));
      from = next.getKey() + 1;
      name = next.getValue();
    }
    add(runs, new Run(new Interval(from, when.to()), task, pid, name));
  }

  private static void add(List<Run> runs, Run run) {
    if (!run.when().isEmpty()) {
      runs.add(run);
    }
  }
}
