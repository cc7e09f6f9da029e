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
import dev.rrq.shell.work.IndexWindow.Former;
import dev.rrq.store.AccessWriter;
import dev.rrq.store.StoreException;
import dev.rrq.store.TraceStore;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

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
    Recording recording = Recording.open(order.trace());
    if (!AccessWork.isOrdered(order)) {
      return changes(order, recording);
    }
    if (order.engine() == IndexOrder.Engine.STEP) {
      throw ShellException.usage(
          "the step engine finds changes alone: it keeps no reads and no silent stores",
          "without --engine step the plugin keeps them");
    }
    ExitStatus status =
        hasIndexFor(order, recording.length()) ? ExitStatus.DONE : changes(order, recording);
    return status == ExitStatus.DONE ? new AccessWork(reporter).run(order, recording) : status;
  }

  /** Whether there is an index already that accesses can be added to. */
  private static boolean hasIndexFor(IndexOrder order, long length) {
    if (order.replace() || order.vmlinux().isPresent()) {
      return false;
    }
    try (TraceStore store = TraceStore.open(order.trace())) {
      IndexWindow window = IndexWindow.alone(order);
      return store.isComplete()
          && (!IndexWindow.isOrdered(order) || window.isIn(store.coverage(), length));
    } catch (StoreException.NotFound | StoreException.OtherVersion e) {
      return false;
    }
  }

  private ExitStatus changes(IndexOrder order, Recording recording) {
    Optional<Former> former = former(order);
    IndexWindow window = window(order, former, recording.length());
    if (former.isPresent() && window.isIn(former.get(), order, recording.length())) {
      reporter.say("the index covers " + former.get().covered() + " already: nothing to do");
      return ExitStatus.DONE;
    }
    IndexOptions options =
        new IndexOptions(
            order.vmlinux().orElse(null),
            window.from(),
            window.to(),
            engine(order),
            order.calls(),
            order.attach().orElse(null));
    IndexSummary summary = index(recording, options);
    reporter.say(
        String.format(
            Locale.ROOT,
            "indexed [%d, %d): %s changes in %.1f s",
            summary.from(),
            summary.to(),
            Amounts.count((double) summary.events()),
            summary.seconds()));
    if (!summary.whole()) {
      reporter.say(
          hasWholeIndex(order.trace())
              ? "ended early: the index that the trace had stays in use"
              : "the index is incomplete; it can be asked about what it covers");
      return ExitStatus.INTERRUPTED;
    }
    if (order.replace()) {
      AccessWriter.forget(order.trace());
    }
    return ExitStatus.DONE;
  }

  /** The index to which a window is added; none where all or nothing of it makes way. */
  private Optional<Former> former(IndexOrder order) {
    if (order.replace() || !IndexWindow.isOrdered(order)) {
      return Optional.empty();
    }
    try (TraceStore store = TraceStore.open(order.trace())) {
      return Optional.of(new Former(store.coverage(), store.isByStep(), store.followsCalls()));
    } catch (StoreException.NotFound e) {
      return Optional.empty();
    } catch (StoreException.OtherVersion | StoreException.Damaged e) {
      reporter.say("the index that is there cannot be read, and is replaced: " + e.getMessage());
      return Optional.empty();
    }
  }

  private IndexWindow window(IndexOrder order, Optional<Former> former, long length) {
    if (former.isEmpty()) {
      return IndexWindow.alone(order);
    }
    IndexWindow window = IndexWindow.added(order, former.get(), length);
    if (window.added()) {
      reporter.say(
          String.format(
              Locale.ROOT,
              "the index covers %s: all of [%d, %d) is indexed anew, in its place",
              former.get().covered(),
              window.from(),
              Math.min(window.to(), length)));
    }
    return window;
  }

  private static boolean hasWholeIndex(Path trace) {
    try (TraceStore store = TraceStore.open(trace)) {
      return store.isComplete();
    }
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
