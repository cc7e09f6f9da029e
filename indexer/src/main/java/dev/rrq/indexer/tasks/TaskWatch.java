package dev.rrq.indexer.tasks;

import dev.rrq.indexer.scan.ScanRequest;
import dev.rrq.indexer.scan.ScanRequest.Tasks.Member;
import dev.rrq.store.TraceStore;
import java.util.List;
import java.util.Optional;

/** Which task runs in a scan of a replay, told as the index tells it. */
public final class TaskWatch {

  private final TaskLayout layout;

  private TaskWatch(TaskLayout layout) {
    this.layout = layout;
  }

  /** Of the kernel of a trace; empty if its tasks cannot be followed. */
  public static Optional<TaskWatch> of(TraceStore store) {
    return TaskLayout.of(store).map(TaskWatch::new);
  }

  /** What a scan is to look for. */
  public ScanRequest.Tasks wanted() {
    TaskImage.Members members = layout.members();
    return new ScanRequest.Tasks(
        layout.current(),
        layout.first(),
        layout.places().allMemory(),
        layout.places().image(),
        layout.places().memorySize(),
        List.of(
            new Member(members.flags(), Integer.BYTES),
            new Member(members.exitState(), Integer.BYTES),
            new Member(members.pid(), Integer.BYTES),
            new Member(members.tgid(), Integer.BYTES),
            new Member(members.comm(), Long.BYTES),
            new Member(members.comm() + Long.BYTES, Long.BYTES)));
  }

  /** For a scan that begins at an instant. */
  public WatchedTasks from(long t) {
    return new WatchedTasks(layout, t);
  }
}
