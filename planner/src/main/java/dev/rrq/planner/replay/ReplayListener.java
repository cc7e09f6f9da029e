package dev.rrq.planner.replay;

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

  /** Whether the answer is no longer wanted; asked by any thread. */
  boolean isCancelled();
}
