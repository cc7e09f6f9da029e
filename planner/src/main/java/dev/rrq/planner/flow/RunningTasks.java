package dev.rrq.planner.flow;

import dev.rrq.planner.analysis.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which task ran when, and under which name. An instant is found by binary search. */
public final class RunningTasks {

  /** Of a trace whose tasks are not known. */
  public static final RunningTasks UNKNOWN = new RunningTasks(List.of());

  /**
   * A time in which one task ran under one name.
   *
   * @param task its id
   * @param comm its name; empty while it has none
   */
  public record Run(Interval when, int task, long pid, String comm) {}

  private final List<Run> runs;
  private final long[] begins;
  private final Map<Long, Long> total;

  /** Tasks that ran one after the other. */
  public RunningTasks(List<Run> runs) {
    this.runs = List.copyOf(runs);
    total = total(runs);
    begins = runs.stream().mapToLong(run -> run.when().from()).toArray();
  }

  /** Whether nothing is known of tasks. */
  public boolean isEmpty() {
    return runs.isEmpty();
  }

  /** What ran at an instant; null if that is not known. */
  public @Nullable Run at(long t) {
    int found = Arrays.binarySearch(begins, t);
    int index = found >= 0 ? found : -found - 2;
    return index >= 0 && runs.get(index).when().contains(t) ? runs.get(index) : null;
  }

  /** For how long what runs at an instant had run without a break; null if that is not known. */
  public @Nullable Long ranAt(long t) {
    Run run = at(t);
    if (run == null) {
      return null;
    }
    int first = Arrays.binarySearch(begins, run.when().from());
    while (first > 0 && runs.get(first - 1).task() == run.task() && follows(first)) {
      first--;
    }
    return t - begins[first];
  }

  private boolean follows(int index) {
    return runs.get(index - 1).when().to() == begins[index];
  }

  /** For how long a task ran, in all; null if it never did. */
  public @Nullable Long ranInAll(long task) {
    return total.get(task);
  }

  private static Map<Long, Long> total(List<Run> runs) {
    Map<Long, Long> total = new HashMap<>();
    for (Run run : runs) {
      total.merge((long) run.task(), run.when().to() - run.when().from(), Long::sum);
    }
    return total;
  }

  /** All of them, in order of time. */
  public List<Run> runs() {
    return runs;
  }

  /** The times in which something holds for what runs, in order and not adjacent. */
  public List<Interval> times(Predicate<Run> wanted) {
    List<Interval> times = new ArrayList<>();
    for (Run run : runs) {
      if (wanted.test(run)) {
        int last = times.size() - 1;
        if (last >= 0 && times.get(last).to() == run.when().from()) {
          times.set(last, new Interval(times.get(last).from(), run.when().to()));
        } else {
          times.add(run.when());
        }
      }
    }
    return times;
  }

  /** The names that tasks ran under, in order of their first appearance. */
  public List<String> names() {
    return runs.stream().map(Run::comm).filter(name -> !name.isEmpty()).distinct().toList();
  }
}
