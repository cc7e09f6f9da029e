package dev.rrq.indexer.index;

import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.store.TraceStore;

/** The index of the demo's boot, made once for all tests of a JVM. */
public final class DemoIndex {

  private static final DemoIndex ONLY = new DemoIndex();

  private final IndexSummary summary;
  private final TraceStore store;

  private DemoIndex() {
    Recording recording = DemoRecording.recording();
    IndexOptions options = new IndexOptions(DemoRecording.parts().vmlinux(), 0, Long.MAX_VALUE);
    summary = new Indexer(recording, DemoRecording.qemu(), options, IndexProgress.SILENT).run();
    store = TraceStore.open(recording.directory());
  }

  /** What the index run did. */
  public static IndexSummary summary() {
    return ONLY.summary;
  }

  /** The index; open for as long as the JVM runs. */
  public static TraceStore store() {
    return ONLY.store;
  }
}
