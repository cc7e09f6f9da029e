package dev.rrq.planner.replay;

import dev.rrq.planner.flow.RunningTasks.Run;
import java.util.List;

/** Hears what a replay finds. Called by one thread, but for {@link #isCancelled}. */
public interface ReplayListener {

  /**
   * Something was found.
   *
   * @return whether the replay is to go on
   */
  boolean found(ReplayedAccess access);

  /**
   * A calling context is new; a parent comes before its children.
   *
   * @param parent 0 where what called it is not known
   * @param kind as {@link dev.rrq.store.Contexts.Kind} numbers them
   */
  void context(int id, int parent, long pc, int kind);

  /** Who ran in the window, where that was wanted; told at its end. */
  default void ran(List<Run> runs) {}

  /** Whether the answer is no longer wanted; asked by any thread. */
  boolean isCancelled();
}
