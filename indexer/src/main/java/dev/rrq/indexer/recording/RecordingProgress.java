package dev.rrq.indexer.recording;

/**
 * How far a recording is.
 *
 * @param instructions executed so far
 * @param snapshots taken so far
 * @param logBytes the size of the replay log
 */
public record RecordingProgress(long instructions, int snapshots, long logBytes) {

  /** Is told about once a second, on the thread that records. */
  @FunctionalInterface
  public interface Listener {
    /** Takes the news. */
    void progress(RecordingProgress progress);
  }
}
