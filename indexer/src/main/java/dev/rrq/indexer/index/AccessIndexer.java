package dev.rrq.indexer.index;

import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.scan.AccessScan;
import dev.rrq.indexer.scan.ScanControl;
import dev.rrq.store.AccessWriter;
import dev.rrq.store.Interval;
import dev.rrq.store.KeptRun.Kind;
import dev.rrq.store.StoreOptions;

/**
 * Adds accesses to the index of a recording: one replay of the window, in which the plugin reports
 * them alone. The index itself stays as it is.
 */
public final class AccessIndexer {

  /** Places have few accesses; more rows sorted together would take memory for nothing. */
  private static final StoreOptions SMALL = new StoreOptions(1 << 20, 1 << 20, 61_440);

  private final Recording recording;
  private final QemuBinary qemu;
  private final IndexProgress progress;

  /** Adds to the index of a recording. */
  public AccessIndexer(Recording recording, QemuBinary qemu, IndexProgress progress) {
    this.recording = recording;
    this.qemu = qemu;
    this.progress = progress;
  }

  /**
   * Keeps accesses. If it is ended early, nothing is kept.
   *
   * @throws dev.rrq.indexer.IndexerException with a sentence for the user
   */
  public IndexSummary run(AccessOrder order, Interval window) {
    recording.checkVersion(qemu);
    progress.phase("replaying");
    long begun = System.nanoTime();
    boolean many = order.kinds().contains(Kind.SILENT_STORE);
    StoreOptions options = many ? StoreOptions.standard() : SMALL;
    try (AccessWriter writer = AccessWriter.create(recording.directory(), options)) {
      AccessSink sink = new AccessSink(writer, window.to());
      long end =
          new AccessScan(recording, qemu)
              .run(order.request(window), sink, new Control(writer, window));
      boolean whole = end >= window.to();
      if (whole) {
        progress.phase("finishing");
        writer.finish(window, order.kinds(), order.addresses(), order.places());
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      return new IndexSummary(window.from(), end, whole, writer.rows(), seconds);
    }
  }

  /** Passes on how far it is. */
  private final class Control implements ScanControl {
    private final AccessWriter writer;
    private final Interval window;

    Control(AccessWriter writer, Interval window) {
      this.writer = writer;
      this.window = window;
    }

    @Override
    public void reached(long icount) {
      if (icount >= window.from()) {
        progress.indexed(window.from(), icount, window.to(), writer.rows());
      }
    }

    @Override
    public boolean isCancelled() {
      return progress.isCancelled();
    }
  }
}
