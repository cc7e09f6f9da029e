package dev.rrq.planner.duckdb;

import org.jspecify.annotations.Nullable;

/** A cursor over rows as they come from an engine. Used by one thread, but for {@link #cancel}. */
public interface RawRows extends AutoCloseable {

  /** Rows of nothing. */
  RawRows NONE =
      new RawRows() {
        @Override
        public boolean advance() {
          return false;
        }

        @Override
        public @Nullable Object value(int column) {
          throw new IllegalStateException("no row");
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}
      };

  /**
   * Goes to the next row; to the first, at the start.
   *
   * @return false after the last
   */
  boolean advance();

  /**
   * A value of the current row: a {@link Long}, {@link Double}, {@link Boolean} or {@link String}.
   *
   * @param column 0-based
   */
  @Nullable Object value(int column);

  /** Makes an {@link #advance} that runs in another thread end soon, by an exception. */
  void cancel();

  @Override
  void close();
}
