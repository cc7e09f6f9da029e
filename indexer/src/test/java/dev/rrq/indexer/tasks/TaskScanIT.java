package dev.rrq.indexer.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.index.DemoIndex;
import dev.rrq.indexer.index.StoppedReplay;
import dev.rrq.indexer.index.StoreQuery;
import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.TraceStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Tasks and switches in the index are those of the guest's own lists and counters, read from a
 * replay that is stopped at several instants.
 */
@Timeout(1200)
class TaskScanIT {

  /** As many over the kernel's whole life, and again after it has started. */
  private static final int INSTANTS = 10;

  /** A task that has run, as the index knows it at an instant. */
  private record Task(
      int id,
      long address,
      int pid,
      int tgid,
      String comm,
      boolean kernelThread,
      long last,
      long switches) {}

  @Test
  void tasksAndSwitchesAreTheGuestsOwn() throws Exception {
    TraceStore store = DemoIndex.store();
    KernelPlaces places = KernelPlaces.of(store).orElseThrow();
    int compared = 0;
    int unlinked = 0;
    try (StoppedReplay replay =
        StoppedReplay.start(DemoRecording.recording(), DemoRecording.qemu())) {
      GuestTasks guest = new GuestTasks(places, replay);
      for (long t : instants(store)) {
        replay.runTo(t);
        Map<Long, Task> indexed = tasks(store, t);
        List<GuestTasks.Task> listed = guest.all();
        long current = guest.current();
        for (GuestTasks.Task task : listed) {
          compare(t, task, indexed.get(task.address()), task.address() == current);
          compared++;
        }
        unlinked += unlinked(t, indexed.values(), listed, current);
        compareSwitches(store, t, guest.switches(), indexed, current);
      }
    }
    System.out.printf(
        "%d tasks at %d instants are those of the guest; %d were ending%n",
        compared, 2 * INSTANTS, unlinked);
    assertThat(compared).isGreaterThan(INSTANTS * 20);
  }

  /**
   * A task that renames itself within its first instructions, as kthreadd does, had a name before.
   */
  @Test
  void tasksAreNamedFromTheirFirstRunOn() throws SQLException {
    List<Long> unnamed =
        StoreQuery.numbers(
            DemoIndex.store(),
            """
            SELECT id FROM tasks WHERE NOT EXISTS
              (SELECT 1 FROM task_names WHERE task = id AND t <= t_first)""");

    assertThat(unnamed).isEmpty();
  }

  private static List<Long> instants(TraceStore store) throws SQLException {
    long end = DemoRecording.recording().length();
    TreeSet<Long> instants = new TreeSet<>();
    for (String function : List.of("rest_init", "free_initmem")) {
      long start =
          StoreQuery.numbers(
                  store, "SELECT min(t) FROM calls WHERE \"function\" = '" + function + "'")
              .get(0);
      for (int i = 1; i <= INSTANTS; i++) {
        instants.add(start + (end - start) * i / (INSTANTS + 1));
      }
    }
    return List.copyOf(instants);
  }

  private static void compare(long t, GuestTasks.Task task, Task indexed, boolean runs) {
    boolean hasRun = runs || task.switches() > 0;
    if (!hasRun) {
      // The index knows tasks from their first run; what lay here before was another.
      assertThat(indexed == null || indexed.last() < t)
          .as("at %d %s has not run yet, but is %s", t, task, indexed)
          .isTrue();
      return;
    }
    assertThat(indexed).as("at %d: %s", t, task).isNotNull();
    assertThat(indexed.pid()).as("pid at %d of %s", t, task).isEqualTo(task.pid());
    assertThat(indexed.tgid()).as("tgid at %d of %s", t, task).isEqualTo(task.tgid());
    assertThat(indexed.comm()).as("comm at %d of %s", t, task).isEqualTo(task.comm());
    assertThat(indexed.kernelThread()).as("%s", task).isEqualTo(task.kernelThread());
    // The kernel counts a little before it switches.
    assertThat(task.switches() - indexed.switches())
        .as("switches from %s until %d", task, t)
        .isBetween(0L, runs ? 1L : 0L);
  }

  /**
   * Tasks that the index says have not ended, but the guest has unlinked: only one that ends now.
   */
  private static int unlinked(
      long t, Iterable<Task> indexed, List<GuestTasks.Task> listed, long current) {
    int unlinked = 0;
    for (Task task : indexed) {
      if (task.last() >= t
          && listed.stream().noneMatch(other -> other.address() == task.address())) {
        assertThat(task.address())
            .as("at %d not in the guest's list: %s", t, task)
            .isEqualTo(current);
        unlinked++;
      }
    }
    return unlinked;
  }

  private static void compareSwitches(
      TraceStore store, long t, long counted, Map<Long, Task> indexed, long current)
      throws SQLException {
    List<Long> to =
        StoreQuery.numbers(store, "SELECT to_task FROM switches WHERE t < " + t + " ORDER BY t");
    // The first row is no switch, but the task that ran when the index began.
    assertThat(counted - (to.size() - 1)).as("switches until %d", t).isBetween(0L, 1L);
    assertThat((long) indexed.get(current).id())
        .as("what runs at %d", t)
        .isEqualTo(to.get(to.size() - 1));
  }

  /** By address, the latest that has run there. */
  private static Map<Long, Task> tasks(TraceStore store, long t) throws SQLException {
    String sql =
        """
        SELECT id, task_struct, pid, tgid, n.comm, kernel_thread, t_last,
          (SELECT count(*) FROM switches WHERE from_task = id AND t < %1$d)
        FROM tasks JOIN
          (SELECT task, arg_max(comm, t) comm FROM task_names WHERE t < %1$d GROUP BY task) n
          ON n.task = id
        WHERE t_first < %1$d ORDER BY id
        """
            .formatted(t);
    return StoreQuery.rows(store, sql, TaskScanIT::task).stream()
        .collect(Collectors.toMap(Task::address, Function.identity(), (first, second) -> second));
  }

  private static Task task(ResultSet row) throws SQLException {
    return new Task(
        row.getInt(1),
        row.getLong(2),
        row.getInt(3),
        row.getInt(4),
        row.getString(5),
        row.getBoolean(6),
        row.getLong(7),
        row.getLong(8));
  }
}
