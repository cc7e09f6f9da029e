package dev.rrq.planner.duckdb;

import dev.rrq.planner.QueryException;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.replay.ReplayedContexts;
import dev.rrq.planner.replay.ReplayedTasks;
import dev.rrq.store.Coverage;
import dev.rrq.store.TraceStore;
import java.util.concurrent.atomic.AtomicLong;

/** The replays of a session. */
public final class Replays {

  private final ReplayAccess access;
  private final Coverage covered;
  private final KeptParts kept;
  private final ReplayedContexts contexts = new ReplayedContexts();
  private final ReplayedTasks tasks = new ReplayedTasks();
  private final AtomicLong cancellations = new AtomicLong();

  /**
   * Replays of a recording.
   *
   * @param store the index of the same trace
   */
  public Replays(ReplayAccess access, TraceStore store) {
    this.access = access;
    this.covered = store.coverage();
    this.kept = new KeptParts(store);
  }

  /** The way to the recording. */
  public ReplayAccess access() {
    return access;
  }

  /** Whether they can tell who ran. */
  public boolean tellTasks() {
    return access.tellsTasks();
  }

  /** The time of which the index knows the calling contexts. */
  public Coverage covered() {
    return covered;
  }

  /** What the index keeps of what would be replayed. */
  public KeptParts kept() {
    return kept;
  }

  /** Calling contexts that the index does not have. */
  public ReplayedContexts contexts() {
    return contexts;
  }

  /** Who ran in what was replayed. */
  public ReplayedTasks tasks() {
    return tasks;
  }

  /** Makes what runs end. */
  void cancel() {
    cancellations.incrementAndGet();
  }

  /** For a piece of work that begins now. */
  public Cancellation watch() {
    long before = cancellations.get();
    return () -> cancellations.get() != before;
  }

  /** Whether the user wants a piece of work no longer. */
  public interface Cancellation {

    /** Whether it is to end. */
    boolean requested();

    /** Ends it if it is to end. */
    default void check() {
      if (requested()) {
        throw new QueryException("interrupted");
      }
    }
  }
}
