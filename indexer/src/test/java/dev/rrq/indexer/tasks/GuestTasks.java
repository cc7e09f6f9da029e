package dev.rrq.indexer.tasks;

import dev.rrq.indexer.index.StoppedReplay;
import dev.rrq.indexer.kernel.KernelPlaces;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The tasks of a stopped kernel, read from its own lists. */
final class GuestTasks {

  /** Linux, {@code include/linux/sched.h}: {@code PF_KTHREAD}. */
  private static final int KERNEL_THREAD = 0x0020_0000;

  private final KernelPlaces places;
  private final StoppedReplay replay;

  /**
   * A task.
   *
   * @param switches how often the kernel has counted that it stopped running
   */
  record Task(long address, int pid, int tgid, String comm, boolean kernelThread, long switches) {}

  GuestTasks(KernelPlaces places, StoppedReplay replay) {
    this.places = places;
    this.replay = replay;
  }

  /** The running task's structure. */
  long current() {
    return word(places.perCpuVariable("current_task").orElseThrow());
  }

  /** How often the kernel has switched, as it counts. */
  long switches() {
    return word(places.perCpuVariable("runqueues").orElseThrow() + offset("rq", "nr_switches"));
  }

  /** All that are linked, the idle task among them, as {@code for_each_process_thread} does. */
  List<Task> all() {
    List<Task> tasks = new ArrayList<>();
    long idle = places.variable("init_task").orElseThrow();
    tasks.add(task(idle));
    long link = offset("task_struct", "tasks");
    for (long at = word(idle + link); at != idle + link; at = word(at)) {
      addThreads(at - link, tasks);
    }
    return tasks;
  }

  private void addThreads(long leader, List<Task> tasks) {
    long head =
        word(leader + offset("task_struct", "signal")) + offset("signal_struct", "thread_head");
    for (long at = word(head); at != head; at = word(at)) {
      tasks.add(task(at - offset("task_struct", "thread_node")));
    }
  }

  private Task task(long address) {
    return new Task(
        address,
        number(address + offset("task_struct", "pid")),
        number(address + offset("task_struct", "tgid")),
        text(address + offset("task_struct", "comm")),
        (number(address + offset("task_struct", "flags")) & KERNEL_THREAD) != 0,
        word(address + offset("task_struct", "nvcsw"))
            + word(address + offset("task_struct", "nivcsw")));
  }

  private long offset(String structure, String member) {
    return places.offset(structure, member).orElseThrow();
  }

  private long word(long address) {
    return replay.word(address).orElseThrow();
  }

  private int number(long address) {
    return (int) (word(address & -Long.BYTES) >>> (address % Long.BYTES == 0 ? 0 : 32));
  }

  private String text(long address) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (long at = address; ; at++) {
      int shift = Byte.SIZE * Math.floorMod(at, Long.BYTES);
      int c = (int) (word(at & -Long.BYTES) >>> shift) & 0xff;
      if (c == 0) {
        return text.toString(StandardCharsets.UTF_8);
      }
      text.write(c);
    }
  }
}
