package dev.rrq.shell.work;

import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.verify.MemoryComparison;
import dev.rrq.indexer.verify.MemoryVerifier;
import dev.rrq.indexer.verify.RowProof;
import dev.rrq.indexer.verify.RowVerifier;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.progress.ProgressLine;
import dev.rrq.store.TraceStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Proves an index against a replay without the plugin. */
public final class VerifyWork {
  private final Reporter reporter;

  public VerifyWork(Reporter reporter) {
    this.reporter = reporter;
  }

  /**
   * Rebuilds memory from the index and compares it with the guest's.
   *
   * @param sample number of rows to prove one by one
   */
  public ExitStatus run(Path trace, int sample) {
    if (sample > 0) {
      return proveRows(trace, sample);
    }
    List<MemoryComparison> comparisons = compare(trace);
    if (comparisons.isEmpty()) {
      throw ShellException.failed(
          "the index keeps no initial memory, so there is nothing to prove");
    }
    boolean equal = true;
    for (MemoryComparison comparison : comparisons) {
      reporter.say(sentence(comparison));
      equal &= comparison.isEqual();
    }
    return equal ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private ExitStatus proveRows(Path trace, int sample) {
    Recording recording = Recording.open(trace);
    QemuBinary qemu = QemuBinary.find();
    recording.checkVersion(qemu);
    List<RowProof> proofs;
    try (TraceStore store = TraceStore.open(trace);
        ProgressLine line = reporter.progressLine()) {
      RowVerifier verifier =
          new RowVerifier(recording, qemu, store, new Told(line, reporter, "proving"));
      proofs = reporter.interrupts().gracefully(() -> {}, () -> verifier.run(sample, new Random()));
    }
    List<RowProof> wrong = proofs.stream().filter(proof -> !proof.holds()).toList();
    wrong.forEach(proof -> reporter.say("not as the index says: " + proof));
    reporter.say(
        "%d of %d random rows are what a replay shows: old value, instruction, new value"
            .formatted(proofs.size() - wrong.size(), proofs.size()));
    return wrong.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private List<MemoryComparison> compare(Path trace) {
    Recording recording = Recording.open(trace);
    QemuBinary qemu = QemuBinary.find();
    recording.checkVersion(qemu);
    try (TraceStore store = TraceStore.open(trace);
        ProgressLine line = reporter.progressLine()) {
      MemoryVerifier verifier =
          new MemoryVerifier(recording, qemu, store, new Told(line, reporter));
      return reporter.interrupts().gracefully(() -> {}, verifier::run);
    }
  }

  private static String sentence(MemoryComparison comparison) {
    String basis =
        "%d changes and the initial memory, %d of %d pages, "
            .formatted(comparison.rows(), comparison.pagesFromIndex(), comparison.pages());
    if (comparison.isEqual()) {
      return basis + "give the guest's memory at %d byte for byte".formatted(comparison.t());
    }
    return basis
        + "differ from the guest's memory at %d in %d bytes, the first at 0x%x"
            .formatted(
                comparison.t(),
                comparison.bytesDiffering(),
                comparison.firstDifference().orElse(0));
  }
}
