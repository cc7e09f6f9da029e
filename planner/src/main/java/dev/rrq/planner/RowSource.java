package dev.rrq.planner;

import org.jspecify.annotations.Nullable;

/** Where the rows of a {@link TableResult} come from, one at a time. */
public interface RowSource extends AutoCloseable {

  /** The next row, or null after the last. */
  @Nullable Row next();

  /** Makes a {@link #next} that runs in another thread end soon, with a {@link QueryException}. */
  void cancel();

  /** Gives back what the rows hold open. Never throws; may be called twice. */
  @Override
  void close();
}
