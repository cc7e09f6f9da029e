package dev.rrq.indexer.scan;

/** Takes what a scan finds. Called by one thread, but for {@link #isCancelled}. */
public interface ScanSink extends ScanControl {

  /**
   * Something was found; in order of time.
   *
   * @return whether the scan is to go on
   */
  boolean found(Access access);

  /**
   * A calling context is new; a parent comes before its children.
   *
   * @param parent 0 where what called it is not known
   * @param kind as {@link dev.rrq.store.Contexts.Kind} numbers them
   */
  default void context(int id, int parent, long pc, int kind) {}
}
