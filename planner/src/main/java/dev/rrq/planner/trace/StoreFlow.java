package dev.rrq.planner.trace;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.duckdb.DuckDbSessions;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.flow.CallStacks;
import dev.rrq.planner.flow.CallStacks.InterruptContext;
import dev.rrq.planner.flow.CodeRanges;
import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.flow.InterruptVector;
import dev.rrq.planner.flow.NamedSets;
import dev.rrq.planner.flow.RunningTasks;
import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.flow.TaskRuns;
import dev.rrq.planner.rel.Reach;
import dev.rrq.store.TraceStore;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The flow of control as a store has it, read at the first use. */
final class StoreFlow implements Flow {

  private final TraceStore store;
  private final DuckDbSessions sessions;
  private final Reach reach;
  private final NamedSets<BitSet> contexts = new NamedSets<>();
  private final NamedSets<CodeRanges> code = new NamedSets<>();
  private @Nullable RunningTasks tasks;
  private final Supplier<InterruptVectors> readVectors;
  private @Nullable InterruptContext interrupts;
  private @Nullable InterruptVectors vectors;
  private @Nullable NavigableMap<Long, Integer> schedulings;

  StoreFlow(
      TraceStore store,
      DuckDbSessions sessions,
      Reach reach,
      Supplier<InterruptVectors> readVectors) {
    this.store = store;
    this.reach = reach;
    this.sessions = sessions;
    this.readVectors = readVectors;
  }

  @Override
  public synchronized RunningTasks tasks() {
    if (tasks == null) {
      tasks = new RunningTasks(runs());
    }
    return tasks;
  }

  @Override
  public List<Interval> replayedTasks() {
    return sessions.replays().tellTasks() ? reach.missing(new Interval(0, reach.end())) : List.of();
  }

  @Override
  public synchronized NavigableMap<Long, Integer> schedulings() {
    NavigableMap<Long, Integer> known = schedulings;
    if (known == null) {
      known = new TreeMap<>();
      for (long[] call :
          rows(
              "SELECT t, context, 0 FROM call_rows WHERE entry IN"
                  + " (SELECT entry FROM functions WHERE name = '__schedule')")) {
        known.put(call[0], (int) call[1]);
      }
      schedulings = known;
    }
    return known;
  }

  @Override
  public CallStacks stacks() {
    return new CallStacks(store.contexts());
  }

  @Override
  public NamedSets<BitSet> contexts() {
    return contexts;
  }

  @Override
  public NamedSets<CodeRanges> code() {
    return code;
  }

  @Override
  public synchronized InterruptContext interrupts() {
    if (interrupts == null) {
      interrupts = stacks().interrupts(read().entries());
    }
    return interrupts;
  }

  @Override
  public synchronized Map<Long, InterruptVector> vectors() {
    return read().byHandler();
  }

  private InterruptVectors read() {
    InterruptVectors known = vectors;
    if (known == null) {
      known = readVectors.get();
      vectors = known;
    }
    return known;
  }

  private List<Run> runs() {
    List<long[]> switches =
        rows("SELECT t, to_task, (from_task IS NULL)::INTEGER FROM switches ORDER BY t");
    if (switches.isEmpty()) {
      return List.of();
    }
    Map<Integer, Long> pids = new HashMap<>();
    rows("SELECT id, pid, 0 FROM tasks").forEach(row -> pids.put((int) row[0], row[1]));
    return TaskRuns.of(
        switches.stream()
            .map(row -> new TaskRuns.Switch(row[0], row[2] != 0, (int) row[1]))
            .toList(),
        pids,
        names(),
        this::covered);
  }

  private Interval covered(Interval when) {
    for (dev.rrq.store.Interval stretch : store.coverage().intervals()) {
      Interval known = when.intersect(new Interval(stretch.from(), stretch.to()));
      if (!known.isEmpty()) {
        return known;
      }
    }
    return when.intersect(new Interval(0, 0));
  }

  private Map<Integer, NavigableMap<Long, String>> names() {
    Map<Integer, NavigableMap<Long, String>> names = new HashMap<>();
    try (RawRows rows = sessions.query("SELECT task, t, comm FROM task_names")) {
      while (rows.advance()) {
        names
            .computeIfAbsent((int) number(rows.value(0)), task -> new TreeMap<>())
            .put(number(rows.value(1)), String.valueOf(rows.value(2)));
      }
    }
    return names;
  }

  private List<long[]> rows(String sql) {
    List<long[]> all = new ArrayList<>();
    try (RawRows rows = sessions.query(sql)) {
      while (rows.advance()) {
        all.add(new long[] {number(rows.value(0)), number(rows.value(1)), number(rows.value(2))});
      }
    }
    return all;
  }

  private static long number(@Nullable Object value) {
    return (Long) Objects.requireNonNull(value);
  }
}
