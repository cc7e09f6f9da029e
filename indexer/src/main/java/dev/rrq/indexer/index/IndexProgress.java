package dev.rrq.indexer.index;

/** Hears how an index grows, and may end it early. Called from several threads, often. */
public interface IndexProgress {

  /** Hears nothing. */
  IndexProgress SILENT =
      new IndexProgress() {
        @Override
        public void phase(String what) {}

        @Override
        public void indexed(long from, long icount, long to, long events) {}
      };

  /** What is being done now, for a reader: {@code reading symbols}. */
  void phase(String what);

  /**
   * The replay has come to an instant.
   *
   * @param from where the index begins
   * @param icount where the replay is
   * @param to where the index will end
   * @param events changes of memory so far
   */
  void indexed(long from, long icount, long to, long events);

  /** Whether the user wants it to end now. What is indexed by then stays. */
  default boolean isCancelled() {
    return false;
  }
}
