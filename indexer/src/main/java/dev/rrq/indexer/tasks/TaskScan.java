package dev.rrq.indexer.tasks;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.store.Interval;
import dev.rrq.store.MemoryContent;
import dev.rrq.store.TaskWriter;
import dev.rrq.store.TraceStore;
import dev.rrq.store.WritesSql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Derives tasks and switches from the changes of the per-CPU variable in which the kernel keeps the
 * running task, and of the members of the {@code task_struct}s that it pointed to. A structure that
 * comes to hold another pid is another task.
 */
public final class TaskScan {

  private final TraceStore store;
  private final TaskLayout layout;
  private final KernelPlaces places;
  private final TaskImage.Members members;
  private final Interval time;
  private final TaskFollower follower;

  private TaskScan(TraceStore store, TaskLayout layout, Interval time) {
    this.store = store;
    this.layout = layout;
    this.places = layout.places();
    this.members = layout.members();
    this.time = time;
    this.follower = new TaskFollower(places);
  }

  /** A change of memory of interest. */
  private record Change(long t, int seq, long paddr, int size, long value) {}

  /**
   * Scans a stretch of the index and writes what it finds.
   *
   * @param store what has been stored
   * @param time the stretch
   * @return whether the kernel's tasks could be followed
   */
  public static boolean run(TraceStore store, Interval time, TaskWriter writer) {
    Optional<TaskLayout> layout = TaskLayout.of(store);
    if (layout.isEmpty()) {
      return false;
    }
    TaskScan scan = new TaskScan(store, layout.get(), time);
    scan.follow(layout.get().current());
    scan.write(writer);
    return !scan.follower.tasks().isEmpty();
  }

  private void follow(long currentPaddr) {
    List<Change> currents = changes(List.of(new Interval(currentPaddr, currentPaddr + 8)));
    OptionalLong runner = runner(currentPaddr);
    OptionalLong initial = places.variable("init_task");
    initial.ifPresent(this::watch);
    runner.ifPresent(this::watch);
    currents.forEach(change -> watch(change.value()));
    List<Change> fields = changes(ranges());
    (runner.isPresent() ? runner : initial)
        .ifPresent(address -> follower.runs(address, time.from()));

    int next = 0;
    if (!currents.isEmpty() && runner.isEmpty()) {
      while (next < fields.size() && fields.get(next).t() < currents.get(0).t()) {
        apply(fields.get(next++));
      }
      follower.begins();
    }
    for (Change change : currents) {
      while (next < fields.size() && fields.get(next).t() < change.t()) {
        apply(fields.get(next++));
      }
      follower.runs(change.value(), change.t());
    }
    while (next < fields.size()) {
      apply(fields.get(next++));
    }
    follower.ends(time.to());
  }

  /** Who runs as the stretch begins; empty where the kernel does not run yet. */
  private OptionalLong runner(long currentPaddr) {
    MemoryContent current = store.memory().read(time.from(), currentPaddr, Long.BYTES);
    long address = current.isKnown() ? current.number(0, Long.BYTES) : 0;
    return layout.isTask(address) ? OptionalLong.of(address) : OptionalLong.empty();
  }

  private void watch(long address) {
    OptionalLong paddr = places.physical(address);
    if (paddr.isPresent() && !follower.follows(paddr.getAsLong())) {
      MemoryContent content = store.memory().read(time.from(), paddr.getAsLong(), members.extent());
      follower.follow(
          paddr.getAsLong(), new TaskImage(members, address, paddr.getAsLong(), content.bytes()));
    }
  }

  /** Only the members of interest: the rest of a task_struct changes at every switch. */
  private List<Interval> ranges() {
    List<Interval> ranges = new ArrayList<>();
    for (long paddr : follower.followed()) {
      ranges.add(new Interval(paddr + members.flags(), paddr + members.flags() + 4));
      ranges.add(new Interval(paddr + members.exitState(), paddr + members.exitState() + 4));
      ranges.add(new Interval(paddr + members.pid(), paddr + members.pid() + 4));
      ranges.add(new Interval(paddr + members.tgid(), paddr + members.tgid() + 4));
      ranges.add(new Interval(paddr + members.comm(), paddr + members.comm() + 16));
    }
    return ranges;
  }

  /** One query a range: each reads a few row groups, where all at once would read everything. */
  private List<Change> changes(List<Interval> ranges) {
    List<Change> changes = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      for (Interval range : ranges) {
        addChanges(statement, List.of(range), changes);
      }
    } catch (SQLException e) {
      throw IndexerException.failed("the tasks cannot be found: " + e.getMessage(), e);
    }
    changes.sort(Comparator.comparingLong(Change::t).thenComparingInt(Change::seq));
    return changes;
  }

  private void addChanges(Statement statement, List<Interval> range, List<Change> changes)
      throws SQLException {
    String sql =
        "SELECT t, seq, paddr, size, new FROM %s WHERE t >= %d AND t < %d"
            .formatted(WritesSql.rows(store.segments(range, time), range), time.from(), time.to());
    try (ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        changes.add(
            new Change(
                rows.getLong(1), rows.getInt(2), rows.getLong(3), rows.getInt(4), rows.getLong(5)));
      }
    }
  }

  private void apply(Change change) {
    follower.apply(change.t(), change.paddr(), change.size(), change.value());
  }

  private void write(TaskWriter writer) {
    follower.tasks().forEach(task -> task.write(writer));
    writer.switches(follower.switches());
  }
}
