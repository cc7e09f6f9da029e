package dev.rrq.indexer.tasks;

import dev.rrq.indexer.scan.Access;
import dev.rrq.store.TaskWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The tasks of one scan, which hears of all that it finds, in order. */
public final class WatchedTasks {

  private final TaskLayout layout;
  private final TaskFollower follower;
  private final long from;
  private final long first;
  private boolean begun;
  private boolean kernelRuns;

  WatchedTasks(TaskLayout layout, long from) {
    this.layout = layout;
    this.from = from;
    this.first = layout.first();
    this.follower = new TaskFollower(layout.places());
  }

  /** Takes what was found, whatever it is. */
  public void found(Access access) {
    if (access.kind() == Access.Kind.CONTENT) {
      if (access.paddr() == layout.current()) {
        begin(access.newValue());
        kernelRuns = true;
      } else {
        content(access);
      }
    } else if (access.kind() == Access.Kind.STORE && access.oldValue() != access.newValue()) {
      changed(access);
    }
  }

  private void begin(long runner) {
    if (!begun) {
      begun = true;
      follower.runs(runner, from);
    }
  }

  private void content(Access access) {
    long paddr = layout.places().physical(access.vaddr()).orElseThrow();
    TaskImage image = follower.image(paddr);
    if (image == null) {
      byte[] unknown = new byte[layout.members().extent()];
      image = new TaskImage(layout.members(), access.vaddr(), paddr, unknown);
      follower.follow(paddr, image);
    }
    image.apply(access.paddr(), access.size(), access.newValue());
  }

  private void changed(Access access) {
    begin(first);
    boolean current =
        access.paddr() < layout.current() + Long.BYTES
            && layout.current() < access.paddr() + access.size();
    if (!current) {
      follower.apply(access.t(), access.paddr(), access.size(), access.newValue());
      return;
    }
    if (!kernelRuns) {
      follower.begins();
      kernelRuns = true;
    }
    follower.runs(access.newValue(), access.t());
  }

  /**
   * Whether the pointer to the running task was there as the scan began, or has come. Who ran
   * before it comes is known by it.
   */
  public boolean isKnown() {
    return kernelRuns;
  }

  /** The switches, the first of them to the task that ran as the scan began. */
  public List<TaskWriter.Switch> switches() {
    return follower.switches();
  }

  /** Pids, by the numbers of the tasks. */
  public Map<Integer, Long> pids() {
    Map<Integer, Long> pids = new HashMap<>();
    follower.tasks().forEach(task -> pids.put(task.id(), (long) task.pid()));
    return pids;
  }

  /** Names from an instant on, by the numbers of the tasks. */
  public Map<Integer, NavigableMap<Long, String>> names() {
    Map<Integer, NavigableMap<Long, String>> names = new HashMap<>();
    for (TaskFollower.RunningTask task : follower.tasks()) {
      NavigableMap<Long, String> own = new TreeMap<>();
      task.names().forEach(name -> own.put(name.t(), name.comm()));
      names.put(task.id(), own);
    }
    return names;
  }
}
