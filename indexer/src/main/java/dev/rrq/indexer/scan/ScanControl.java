package dev.rrq.indexer.scan;

/** Follows a scan, and can end it. */
public interface ScanControl {

  /** The replay has come so far. */
  default void reached(long icount) {}

  /** Whether to end early; asked by another thread. */
  default boolean isCancelled() {
    return false;
  }
}
