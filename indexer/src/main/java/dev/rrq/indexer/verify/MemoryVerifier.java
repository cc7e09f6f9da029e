package dev.rrq.indexer.verify;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.index.IndexProgress;
import dev.rrq.indexer.kernel.GuestMemory;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.ReplayWindow;
import dev.rrq.store.MemoryAt;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Compares the initial memory plus all changes, applied in order, with the memory of a guest that
 * is replayed without the plugin: byte for byte, at the end of each stretch that the index covers.
 */
public final class MemoryVerifier {

  private static final int PAGE_BYTES = 4096;

  private final Recording recording;
  private final QemuBinary qemu;
  private final TraceStore store;
  private final IndexProgress progress;

  /** For one trace. */
  public MemoryVerifier(
      Recording recording, QemuBinary qemu, TraceStore store, IndexProgress progress) {
    this.recording = recording;
    this.qemu = qemu;
    this.store = store;
    this.progress = progress;
  }

  /**
   * Compares at the end of each stretch.
   *
   * @return one comparison for each stretch whose initial memory was kept
   * @throws IndexerException if the recording cannot be replayed
   */
  public List<MemoryComparison> run() {
    List<MemoryComparison> comparisons = new ArrayList<>();
    for (TraceStore.Stretch stretch : store.stretches()) {
      if (stretch.initialMemory()) {
        comparisons.add(at(stretch.time().to()));
      }
    }
    return comparisons;
  }

  /**
   * Compares at an instant, before anything that happens then.
   *
   * @param t not before the start of a stretch whose initial memory was kept
   * @throws IndexerException if the recording cannot be replayed
   */
  public MemoryComparison at(long t) {
    return at(List.of(t)).get(0);
  }

  /**
   * Compares at some instants on the way of one replay.
   *
   * @param instants ascending; the first not before the start of a stretch whose initial memory was
   *     kept
   * @throws IndexerException if the recording cannot be replayed
   */
  public List<MemoryComparison> at(List<Long> instants) {
    Replay.Options options =
        Replay.Options.NONE.withSnapshot(recording.snapshotBefore(instants.get(0)));
    List<MemoryComparison> comparisons = new ArrayList<>();
    try (Replay replay = Replay.start(recording, qemu, options)) {
      ReplayWindow window = new ReplayWindow(replay.process());
      for (long t : instants) {
        progress.phase("replaying to %,d without the plugin".formatted(t));
        window.runTo(t, progress::isCancelled);
        progress.phase("rebuilding memory from the index");
        comparisons.add(compare(t, replay));
      }
    } catch (IOException e) {
      throw IndexerException.failed("the guest's memory cannot be read: " + e.getMessage(), e);
    }
    return comparisons;
  }

  private MemoryComparison compare(long t, Replay replay) throws IOException {
    try (GuestMemory guest = GuestMemory.open(replay.memoryFile())) {
      Comparison comparison = new Comparison(guest);
      store.memory().rebuild(t, comparison);
      return comparison.finish(t, store.rows());
    }
  }

  /** Takes the rebuilt pages in ascending order and compares them, and zeros in between. */
  private static final class Comparison implements MemoryAt.PageReader {
    private static final byte[] ZEROS = new byte[PAGE_BYTES];

    private final GuestMemory guest;
    private long next;
    private long pagesFromIndex;
    private long bytesDiffering;
    private OptionalLong first = OptionalLong.empty();

    Comparison(GuestMemory guest) {
      this.guest = guest;
    }

    @Override
    public void page(long paddr, byte[] content) {
      compareZerosUpTo(paddr);
      compare(paddr, content);
      pagesFromIndex++;
      next = paddr + PAGE_BYTES;
    }

    private void compareZerosUpTo(long end) {
      for (; next < end; next += PAGE_BYTES) {
        compare(next, ZEROS);
      }
    }

    private void compare(long paddr, byte[] content) {
      byte[] actual = read(paddr);
      for (int i = 0; i < PAGE_BYTES; i++) {
        if (actual[i] != content[i]) {
          bytesDiffering++;
          if (first.isEmpty()) {
            first = OptionalLong.of(paddr + i);
          }
        }
      }
    }

    private byte[] read(long paddr) {
      try {
        return guest.read(paddr, PAGE_BYTES).array();
      } catch (IOException e) {
        throw IndexerException.failed("the guest's memory cannot be read: " + e.getMessage(), e);
      }
    }

    MemoryComparison finish(long t, long rows) {
      compareZerosUpTo(guest.size());
      return new MemoryComparison(
          t, rows, guest.size() / PAGE_BYTES, pagesFromIndex, bytesDiffering, first);
    }
  }
}
