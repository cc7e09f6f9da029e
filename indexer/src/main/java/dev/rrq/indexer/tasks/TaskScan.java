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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Derives tasks and switches from the changes of the per-CPU variable in which the kernel keeps the
 * running task, and of the members of the {@code task_struct}s that it pointed to. A structure that
 * comes to hold another pid is another task.
 */
public final class TaskScan {

  /** The variable up to Linux 6.1; a member of {@link #HOT} since. */
  private static final String CURRENT = "current_task";

  private static final String HOT = "pcpu_hot";

  /** At least: the members for saved registers are aligned to a line of the cache. */
  private static final int TASK_ALIGNMENT = 64;

  /**
   * A name is written in several stores, fewer instructions apart; only the whole one counts, and
   * the one with which a task began.
   */
  private static final long NAMING = 500;

  private final TraceStore store;
  private final KernelPlaces places;
  private final TaskImage.Members members;
  private final Interval time;
  private final NavigableMap<Long, TaskImage> images = new TreeMap<>();
  private final Map<Long, RunningTask> latest = new HashMap<>();
  private final List<RunningTask> tasks = new ArrayList<>();
  private final List<TaskWriter.Switch> switches = new ArrayList<>();
  private @Nullable RunningTask running;

  private TaskScan(
      TraceStore store, KernelPlaces places, TaskImage.Members members, Interval time) {
    this.store = store;
    this.places = places;
    this.members = members;
    this.time = time;
  }

  /** A task while it is followed. */
  private static final class RunningTask {
    private final int id;
    private final int pid;
    private final int tgid;
    private final long address;
    private final long first;
    private final List<Name> names = new ArrayList<>();
    private boolean kernelThread;

    /** Its structure may become another task's, or anything's, and holds some of both meanwhile. */
    private boolean ends;

    private long last;

    RunningTask(int id, TaskImage image, long t) {
      this.id = id;
      pid = image.pid();
      tgid = image.tgid();
      address = image.address();
      first = t;
      last = t;
    }

    void runsAs(TaskImage image, long t) {
      isCalled(image.comm(), t);
      kernelThread = image.isKernelThread();
    }

    /** The kernel runs: before it did, there was no name, but whatever was loaded there. */
    void begins() {
      Name latest = names.get(names.size() - 1);
      names.clear();
      names.add(new Name(first, latest.comm()));
    }

    /** Others may name it while it does not run. */
    void isCalled(String comm, long t) {
      Name latest = names.isEmpty() ? null : names.get(names.size() - 1);
      if (latest != null && latest.comm().equals(comm)) {
        return;
      }
      if (latest != null && names.size() > 1 && t - latest.t() < NAMING) {
        names.remove(latest);
      }
      names.add(new Name(t, comm));
    }
  }

  private record Name(long t, String comm) {}

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
    Optional<KernelPlaces> places = KernelPlaces.of(store);
    Optional<TaskImage.Members> members = places.flatMap(TaskScan::members);
    OptionalLong current = places.map(TaskScan::currentTask).orElse(OptionalLong.empty());
    if (members.isEmpty() || current.isEmpty()) {
      return false;
    }
    TaskScan scan = new TaskScan(store, places.get(), members.get(), time);
    scan.follow(current.getAsLong());
    scan.write(writer);
    return !scan.tasks.isEmpty();
  }

  private static OptionalLong currentTask(KernelPlaces places) {
    OptionalLong address = places.perCpuVariable(CURRENT);
    if (address.isEmpty()) {
      OptionalLong hot = places.perCpuVariable(HOT);
      OptionalLong offset = places.offset(HOT, CURRENT);
      if (hot.isEmpty() || offset.isEmpty()) {
        return OptionalLong.empty();
      }
      address = OptionalLong.of(hot.getAsLong() + offset.getAsLong());
    }
    return places.physical(address.getAsLong());
  }

  private static Optional<TaskImage.Members> members(KernelPlaces places) {
    OptionalLong flags = places.offset("task_struct", "flags");
    OptionalLong exitState = places.offset("task_struct", "exit_state");
    OptionalLong pid = places.offset("task_struct", "pid");
    OptionalLong tgid = places.offset("task_struct", "tgid");
    OptionalLong comm = places.offset("task_struct", "comm");
    if (flags.isEmpty()
        || exitState.isEmpty()
        || pid.isEmpty()
        || tgid.isEmpty()
        || comm.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TaskImage.Members(
            (int) flags.getAsLong(),
            (int) exitState.getAsLong(),
            (int) pid.getAsLong(),
            (int) tgid.getAsLong(),
            (int) comm.getAsLong()));
  }

  private void follow(long currentPaddr) {
    List<Change> currents = changes(List.of(new Interval(currentPaddr, currentPaddr + 8)));
    OptionalLong runner = runner(currentPaddr);
    OptionalLong initial = places.variable("init_task");
    initial.ifPresent(this::watch);
    runner.ifPresent(this::watch);
    currents.forEach(change -> watch(change.value()));
    List<Change> fields = changes(ranges());
    (runner.isPresent() ? runner : initial).ifPresent(address -> runs(address, time.from()));

    int next = 0;
    if (!currents.isEmpty() && running != null && runner.isEmpty()) {
      while (next < fields.size() && fields.get(next).t() < currents.get(0).t()) {
        apply(fields.get(next++));
      }
      running.begins();
    }
    for (Change change : currents) {
      while (next < fields.size() && fields.get(next).t() < change.t()) {
        apply(fields.get(next++));
      }
      runs(change.value(), change.t());
    }
    while (next < fields.size()) {
      apply(fields.get(next++));
    }
    if (running != null) {
      running.last = time.to();
    }
  }

  /** Who runs as the stretch begins; empty where the kernel does not run yet. */
  private OptionalLong runner(long currentPaddr) {
    MemoryContent current = store.memory().read(time.from(), currentPaddr, Long.BYTES);
    long address = current.isKnown() ? current.number(0, Long.BYTES) : 0;
    boolean task = address < 0 && address % TASK_ALIGNMENT == 0;
    return task && places.physical(address).isPresent()
        ? OptionalLong.of(address)
        : OptionalLong.empty();
  }

  private void watch(long address) {
    OptionalLong paddr = places.physical(address);
    if (paddr.isPresent() && !images.containsKey(paddr.getAsLong())) {
      MemoryContent content = store.memory().read(time.from(), paddr.getAsLong(), members.extent());
      images.put(
          paddr.getAsLong(), new TaskImage(members, address, paddr.getAsLong(), content.bytes()));
    }
  }

  /** Only the members of interest: the rest of a task_struct changes at every switch. */
  private List<Interval> ranges() {
    List<Interval> ranges = new ArrayList<>();
    for (long paddr : images.keySet()) {
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
    Map.Entry<Long, TaskImage> entry = images.floorEntry(change.paddr() + change.size() - 1);
    if (entry == null || !entry.getValue().overlaps(change.paddr(), change.size())) {
      return;
    }
    TaskImage image = entry.getValue();
    image.apply(change.paddr(), change.size(), change.value());
    RunningTask task = latest.get(image.address());
    if (task != null && task.pid == image.pid() && !task.ends) {
      // The idle task does not end; what lies here before the kernel does means nothing.
      task.ends = task.pid != 0 && image.hasExited();
      task.runsAs(image, change.t());
    }
  }

  private void runs(long address, long t) {
    OptionalLong paddr = places.physical(address);
    TaskImage image = paddr.isPresent() ? images.get(paddr.getAsLong()) : null;
    if (image == null) {
      return;
    }
    RunningTask before = running;
    RunningTask task = latest.get(address);
    if (task == null || task.pid != image.pid()) {
      task = new RunningTask(tasks.size() + 1, image, t);
      tasks.add(task);
      latest.put(address, task);
    }
    task.runsAs(image, t);
    if (before != null) {
      before.last = t;
    }
    if (before != task) {
      switches.add(new TaskWriter.Switch(t, before == null ? null : before.id, task.id));
    }
    running = task;
  }

  private void write(TaskWriter writer) {
    for (RunningTask task : tasks) {
      String comm = task.names.get(task.names.size() - 1).comm();
      writer.task(
          task.id,
          task.pid,
          task.tgid,
          comm,
          task.kernelThread,
          task.address,
          task.first,
          task.last);
      for (Name name : task.names) {
        writer.name(task.id, name.t(), name.comm());
      }
    }
    writer.switches(switches);
  }
}
