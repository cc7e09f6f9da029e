package dev.rrq.indexer.tasks;

import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.store.TraceStore;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a kernel says which task runs.
 *
 * @param current physical address of the pointer to the running task
 */
record TaskLayout(KernelPlaces places, TaskImage.Members members, long current) {

  /** The variable up to Linux 6.1; a member of {@link #HOT} since. */
  private static final String CURRENT = "current_task";

  private static final String HOT = "pcpu_hot";

  /** At least: the members for saved registers are aligned to a line of the cache. */
  private static final int TASK_ALIGNMENT = 64;

  /** Of the kernel of a trace; empty if its tasks cannot be followed. */
  static Optional<TaskLayout> of(TraceStore store) {
    Optional<KernelPlaces> places = KernelPlaces.of(store);
    Optional<TaskImage.Members> members = places.flatMap(TaskLayout::members);
    OptionalLong current = places.map(TaskLayout::currentTask).orElse(OptionalLong.empty());
    return members.isEmpty() || current.isEmpty()
        ? Optional.empty()
        : Optional.of(new TaskLayout(places.get(), members.get(), current.getAsLong()));
  }

  /** Virtual address of the task that runs before there are others; 0 if it is not known. */
  long first() {
    return places.variable("init_task").orElse(0);
  }

  /** Whether a pointer may be one to a task. */
  boolean isTask(long address) {
    return address < 0 && address % TASK_ALIGNMENT == 0 && places.physical(address).isPresent();
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
}
