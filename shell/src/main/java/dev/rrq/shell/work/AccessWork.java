package dev.rrq.shell.work;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.DiagnosticRenderer;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.indexer.index.AccessIndexer;
import dev.rrq.indexer.index.AccessOrder;
import dev.rrq.indexer.index.IndexSummary;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.planner.Session;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.progress.Amounts;
import dev.rrq.shell.progress.ProgressLine;
import dev.rrq.store.Coverage;
import dev.rrq.store.Interval;
import dev.rrq.store.TraceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps accesses in an index that is there, each time that it does not keep them already. */
final class AccessWork {
  private static final String ENDING = "ending: nothing of it is kept";

  /** An access to a place may begin so many bytes before it, and questions ask for all of them. */
  private static final int BEFORE = Long.BYTES - 1;

  private static final String READS = "reads of ";

  private final Reporter reporter;

  AccessWork(Reporter reporter) {
    this.reporter = reporter;
  }

  /** Whether an order is about accesses at all. */
  static boolean isOrdered(IndexOrder order) {
    return order.allStores() || !order.reads().isEmpty();
  }

  /** Keeps what was ordered, in the time that the index covers of what was ordered. */
  ExitStatus run(IndexOrder order, Recording recording) {
    List<Missing> all;
    try {
      all = missing(order, recording);
    } catch (WrongPlace e) {
      reporter.stdio().err().println(e.getMessage());
      return ExitStatus.USAGE;
    }
    for (Missing missing : all) {
      for (Interval window : missing.times().intervals()) {
        IndexSummary summary = keep(recording, missing.order(), window);
        if (!summary.whole()) {
          reporter.say("ended early: the index is as it was");
          return ExitStatus.INTERRUPTED;
        }
        reporter.say(
            String.format(
                Locale.ROOT,
                "kept %s in [%d, %d): %s in %.1f s",
                missing.what(),
                window.from(),
                window.to(),
                Amounts.count((double) summary.events()),
                summary.seconds()));
      }
    }
    return ExitStatus.DONE;
  }

  /** What the index does not keep yet. */
  private record Missing(String what, AccessOrder order, Coverage times) {}

  private List<Missing> missing(IndexOrder order, Recording recording) {
    List<Missing> all = new ArrayList<>();
    try (TraceStore store = TraceStore.open(order.trace())) {
      Coverage window = window(order, store);
      if (!order.reads().isEmpty()) {
        List<Interval> memory = memory(store, order, window);
        String what = "accesses to " + String.join(", ", order.reads());
        addMissing(all, store, window, what, AccessOrder.of(memory, order.reads()));
      }
      if (order.allStores()) {
        addMissing(
            all,
            store,
            window,
            "the stores that changed nothing",
            AccessOrder.silentStores(recording.machine().memoryBytes()));
      }
    }
    return all;
  }

  private void addMissing(
      List<Missing> all, TraceStore store, Coverage window, String what, AccessOrder order) {
    Coverage kept = store.kept().coverage(order.kinds(), order.addresses());
    Coverage missing = window.minus(kept);
    if (missing.isEmpty()) {
      reporter.say("the index keeps " + what + " in " + window + " already: nothing to do");
    } else {
      all.add(new Missing(what, order, missing));
    }
  }

  /** Of the time that was ordered what the index covers: beyond, no row would have a task. */
  private static Coverage window(IndexOrder order, TraceStore store) {
    if (!store.isComplete()) {
      throw ShellException.usage(
          "the index is incomplete, so nothing can be added to it",
          "rrq index " + order.trace() + " makes it whole");
    }
    IndexWindow ordered = IndexWindow.alone(order);
    Coverage window = Coverage.of(ordered.from(), ordered.to()).intersect(store.coverage());
    if (window.isEmpty()) {
      throw ShellException.usage("the index covers " + store.coverage() + ", nothing of that time");
    }
    return window;
  }

  private static List<Interval> memory(TraceStore store, IndexOrder order, Coverage window) {
    List<Interval> memory = new ArrayList<>();
    try (Session session = new Session(store)) {
      for (String place : order.reads()) {
        for (Interval time : window.intervals()) {
          memory.addAll(memory(session, new Source("--reads", READS + place), time));
        }
      }
    }
    return Coverage.of(memory).intervals();
  }

  private static List<Interval> memory(Session session, Source source, Interval time) {
    try {
      Query query = query(source);
      return session
          .memory(query, new dev.rrq.planner.analysis.Interval(time.from(), time.to()))
          .stream()
          .map(extent -> new Interval(Math.max(0, extent.start() - BEFORE), extent.end()))
          .toList();
    } catch (DiagnosticException e) {
      throw new WrongPlace(DiagnosticRenderer.render(e.diagnostic(), source));
    }
  }

  private static Query query(Source source) {
    Statement statement = new StatementParser().parse(source);
    if (statement instanceof Query query && query.clauses().isEmpty()) {
      return query;
    }
    throw ShellException.usage("--reads takes a place, and nothing after it");
  }

  /** A place without a meaning; the message is what to print. */
  private static final class WrongPlace extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongPlace(String message) {
      super(message);
    }
  }

  private IndexSummary keep(Recording recording, AccessOrder order, Interval window) {
    QemuBinary qemu = QemuBinary.find();
    try (ProgressLine line = reporter.progressLine()) {
      AccessIndexer indexer =
          new AccessIndexer(recording, qemu, new Told(line, reporter, "keeping"));
      return reporter
          .interrupts()
          .gracefully(() -> line.phase(ENDING), () -> indexer.run(order, window));
    }
  }
}
