package dev.rrq.indexer.tasks;

import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.store.TaskWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows the running task through the changes of memory, which come in order of time. A structure
 * that comes to hold another pid is another task.
 */
final class TaskFollower {

  /**
   * A name is written in several stores, fewer instructions apart; only the whole one counts, and
   * the one with which a task began.
   */
  private static final long NAMING = 500;

  private final KernelPlaces places;
  private final NavigableMap<Long, TaskImage> images = new TreeMap<>();
  private final Map<Long, RunningTask> latest = new HashMap<>();
  private final List<RunningTask> tasks = new ArrayList<>();
  private final List<TaskWriter.Switch> switches = new ArrayList<>();
  private @Nullable RunningTask running;

  TaskFollower(KernelPlaces places) {
    this.places = places;
  }

  /** A task while it is followed. */
  static final class RunningTask {
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

    int id() {
      return id;
    }

    int pid() {
      return pid;
    }

    /** Its names, the first from when it first ran. */
    List<Name> names() {
      return names;
    }

    void write(TaskWriter writer) {
      String comm = names.get(names.size() - 1).comm();
      writer.task(id, pid, tgid, comm, kernelThread, address, first, last);
      names.forEach(name -> writer.name(id, name.t(), name.comm()));
    }

    private void runsAs(TaskImage image, long t) {
      isCalled(image.comm(), t);
      kernelThread = image.isKernelThread();
    }

    /** The kernel runs: before it did, there was no name, but whatever was loaded there. */
    private void begins() {
      Name latest = names.get(names.size() - 1);
      names.clear();
      names.add(new Name(first, latest.comm()));
    }

    /** Others may name it while it does not run. */
    private void isCalled(String comm, long t) {
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

  /** A name from an instant on. */
  record Name(long t, String comm) {}

  /** Whether the memory of a task is followed. */
  boolean follows(long paddr) {
    return images.containsKey(paddr);
  }

  /** Follows the memory of a task from what it holds now. */
  void follow(long paddr, TaskImage image) {
    images.put(paddr, image);
  }

  /** Where the memory is that is followed. */
  Iterable<Long> followed() {
    return images.keySet();
  }

  /** The memory of a task; null where it is not followed. */
  @Nullable TaskImage image(long paddr) {
    return images.get(paddr);
  }

  /** The kernel runs now: what ran until here had no other name. */
  void begins() {
    if (running != null) {
      running.begins();
    }
  }

  /** Nothing is followed beyond here. */
  void ends(long t) {
    if (running != null) {
      running.last = t;
    }
  }

  List<RunningTask> tasks() {
    return tasks;
  }

  List<TaskWriter.Switch> switches() {
    return switches;
  }

  /** Memory has changed. */
  void apply(long t, long at, int size, long value) {
    Map.Entry<Long, TaskImage> entry = images.floorEntry(at + size - 1);
    if (entry == null || !entry.getValue().overlaps(at, size)) {
      return;
    }
    TaskImage image = entry.getValue();
    image.apply(at, size, value);
    RunningTask task = latest.get(image.address());
    if (task != null && task.pid == image.pid() && !task.ends) {
      // The idle task does not end; what lies here before the kernel does means nothing.
      task.ends = task.pid != 0 && image.hasExited();
      task.runsAs(image, t);
    }
  }

  /** The pointer to the running task has changed. */
  void runs(long address, long t) {
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
}
