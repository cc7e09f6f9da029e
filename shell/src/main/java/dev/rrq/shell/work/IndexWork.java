package dev.rrq.shell.work;

import dev.rrq.indexer.index.IndexOptions;
import dev.rrq.indexer.index.IndexProgress;
import dev.rrq.indexer.index.IndexSummary;
import dev.rrq.indexer.index.Indexer;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.progress.Amounts;
import dev.rrq.shell.progress.ProgressLine;
import java.util.Locale;

/** Indexes a recording. Ctrl-C keeps what is indexed by then, marked as incomplete. */
public final class IndexWork {
  private static final String ENDING =
      "ending: storing what is indexed so far; Ctrl-C again gives it up";

  private final Reporter reporter;

  public IndexWork(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Indexes what was ordered. */
  public ExitStatus run(IndexOrder order) {
    if (order.allStores() || !order.reads().isEmpty()) {
      throw ShellException.usage(
          "silent stores and reads are not kept in an index",
          "'stores to PLACE' and 'reads of PLACE' find them in a replay");
    }
    long from = order.from().orElse(0);
    long to = order.to().orElse(Long.MAX_VALUE);
    if (to <= from) {
      throw ShellException.usage("--to must be later than --from");
    }
    IndexOptions options =
        new IndexOptions(order.vmlinux().orElse(null), from, to, engine(order), order.calls());
    IndexSummary summary = index(Recording.open(order.trace()), options);
    reporter.say(
        String.format(
            Locale.ROOT,
            "indexed [%d, %d): %s changes in %.1f s",
            summary.from(),
            summary.to(),
            Amounts.count((double) summary.events()),
            summary.seconds()));
    if (!summary.whole()) {
      reporter.say("the index is incomplete; it can be asked about what it covers");
      return ExitStatus.INTERRUPTED;
    }
    return ExitStatus.DONE;
  }

  private static IndexOptions.Engine engine(IndexOrder order) {
    return switch (order.engine()) {
      case PLUGIN -> IndexOptions.Engine.PLUGIN;
      case STEP -> IndexOptions.Engine.STEP;
    };
  }

  /** Indexes with a line of progress. */
  IndexSummary index(Recording recording, IndexOptions options) {
    QemuBinary qemu = QemuBinary.find();
    try (ProgressLine line = reporter.progressLine()) {
      IndexProgress progress = new Told(line, reporter);
      Indexer indexer = new Indexer(recording, qemu, options, progress);
      return reporter.interrupts().gracefully(() -> line.phase(ENDING), indexer::run);
    }
  }
}
