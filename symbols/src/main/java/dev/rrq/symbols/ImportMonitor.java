package dev.rrq.symbols;

/** Follows an import, which takes seconds for a kernel, and may end it. */
public interface ImportMonitor {

  /** Shows nothing and never cancels. */
  ImportMonitor NONE = (done, total) -> true;

  /**
   * Called some hundred times during an import.
   *
   * @param done bytes of debug information read so far
   * @param total bytes of debug information to read
   * @return false to cancel: the import then ends with a {@link
   *     java.util.concurrent.CancellationException}
   */
  boolean progress(long done, long total);
}
