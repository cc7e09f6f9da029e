package dev.rrq.indexer.index;

import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.kernel.KernelState;
import dev.rrq.indexer.messages.MessageScan;
import dev.rrq.indexer.modules.ModuleFiles;
import dev.rrq.indexer.modules.ModuleScan;
import dev.rrq.indexer.plugin.CaptureStatistic;
import dev.rrq.indexer.plugin.PluginChannel;
import dev.rrq.indexer.plugin.PluginLibrary;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.RunDirectory;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.ReplayWindow;
import dev.rrq.indexer.recording.Snapshot;
import dev.rrq.indexer.stacks.FunctionEntries;
import dev.rrq.indexer.step.StepCapture;
import dev.rrq.indexer.tasks.TaskScan;
import dev.rrq.indexer.uptime.UptimeScan;
import dev.rrq.store.Interval;
import dev.rrq.store.Meta;
import dev.rrq.store.Severity;
import dev.rrq.store.StoreOptions;
import dev.rrq.store.StoreWriter;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Makes the index of a recording: one replay, from the nearest snapshot before the window to its
 * end, watched by the plugin or step by step, each change of memory stored while the emulator goes
 * on.
 */
public final class Indexer {

  private final Recording recording;
  private final QemuBinary qemu;
  private final IndexOptions options;
  private final IndexProgress progress;

  /** For one run. */
  public Indexer(
      Recording recording, QemuBinary qemu, IndexOptions options, IndexProgress progress) {
    this.recording = recording;
    this.qemu = qemu;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Indexes. The trace's former index stays until the new one is whole.
   *
   * @throws IndexerException with a sentence for the user
   */
  public IndexSummary run() {
    long to = Math.min(options.to(), recording.length());
    if (options.from() >= to) {
      throw IndexerException.usage(
          "the window begins at %,d, but the recording ends at %,d"
              .formatted(options.from(), recording.length()));
    }
    recording.checkVersion(qemu);
    progress.phase("looking for the kernel");
    ProgramSymbols symbols = symbols();
    try (StoreWriter writer =
        StoreWriter.create(recording.directory(), StoreOptions.standard(), symbols.file())) {
      writer.meta(Meta.MEMORY_SIZE, Long.toString(recording.machine().memoryBytes()));
      writer.meta(Meta.LENGTH, Long.toString(recording.length()));
      symbols.describe(writer);
      IndexSummary summary = replay(writer, symbols, to);
      if (summary.to() > summary.from()) {
        derive(writer, symbols, new Interval(summary.from(), summary.to()));
      }
      progress.phase("finishing");
      if (summary.whole()) {
        writer.finish();
      } else {
        writer.leaveIncomplete();
      }
      return summary;
    }
  }

  /** What follows from the changes of memory: it was not there to be captured. */
  private void derive(StoreWriter writer, ProgramSymbols symbols, Interval time) {
    try (TraceStore stored = writer.reader()) {
      progress.phase("following the tasks");
      TaskScan.run(stored, time, writer.tasks());
      progress.phase("reading the kernel's log and clock");
      MessageScan.run(stored, time, writer.log());
      UptimeScan.run(stored, time, writer.log());
      progress.phase("finding the kernel's modules");
      ModuleFiles files =
          new ModuleFiles(
              ProgramSymbols.named(recording, options.vmlinux()).orElse(null), symbols.release());
      ModuleScan.run(stored, time, files, writer.modules());
    }
  }

  private ProgramSymbols symbols() {
    Optional<KernelState> kernel = KernelState.find(recording, qemu);
    try {
      return ProgramSymbols.load(recording, options.vmlinux(), kernel, progress);
    } finally {
      kernel.ifPresent(KernelState::close);
    }
  }

  private IndexSummary replay(StoreWriter writer, ProgramSymbols symbols, long to) {
    progress.phase("replaying");
    long begun = System.nanoTime();
    boolean steps = options.engine() == IndexOptions.Engine.STEP;
    writer.meta(Meta.ENGINE, options.engine().name().toLowerCase(Locale.ROOT));
    writer.meta(Meta.CALLS, Boolean.toString(options.calls()));
    long end = steps ? stepped(writer, symbols, to) : watched(writer, symbols, to);
    double seconds = (System.nanoTime() - begun) / 1e9;
    return new IndexSummary(options.from(), end, end == to, writer.rows(), seconds);
  }

  private long stepped(StoreWriter writer, ProgramSymbols symbols, long to) {
    if (options.attach() != null) {
      return steppedElsewhere(options.attach(), writer, symbols, to);
    }
    Replay.Options replayOptions = Replay.Options.NONE.withSnapshot(startingPoint()).withGdb();
    try (Replay replay = Replay.start(recording, qemu, replayOptions)) {
      StepCapture capture = StepCapture.of(replay, options.from(), progress::isCancelled);
      return stepped(capture, writer, symbols, to);
    }
  }

  private long steppedElsewhere(
      Endpoint endpoint, StoreWriter writer, ProgramSymbols symbols, long to) {
    try (RunDirectory directory = RunDirectory.create(recording.machine().memoryBytes())) {
      StepCapture capture =
          StepCapture.attached(
              endpoint, recording, directory, options.from(), progress::isCancelled);
      return stepped(capture, writer, symbols, to);
    }
  }

  private long stepped(StepCapture capture, StoreWriter writer, ProgramSymbols symbols, long to) {
    progress.phase("stepping");
    try {
      StoreSink sink = new StoreSink(writer, progress, capture.from(), to);
      writer.begin(capture.from(), true);
      FunctionEntries functions = options.calls() ? symbols.entries() : null;
      StepCapture.Result result = capture.run(to, sink, functions, progress::isCancelled);
      writer.end(result.end());
      writer.stat(
          "steps", Severity.INFO, result.steps(), "Single steps; an interrupt is one of its own.");
      writer.stat(
          "instructions_unseen",
          result.unseen() > 0 ? Severity.WARNING : Severity.INFO,
          result.unseen(),
          "Instructions that ran within the step of another; what they stored is told as by a"
              + " device.");
      return result.end();
    } catch (IOException e) {
      throw IndexerException.failed("indexing failed: " + e.getMessage(), e);
    }
  }

  private long watched(StoreWriter writer, ProgramSymbols symbols, long to) {
    RunDirectory directory = RunDirectory.create(recording.machine().memoryBytes());
    try (PluginChannel channel = new PluginChannel(directory.path())) {
      String plugin =
          channel.pluginOption(
              PluginLibrary.unpack(directory.path()),
              options.calls() ? symbols.entries().write(directory.resolve("entries")) : null,
              options.calls() ? symbols.modules() : null);
      Replay.Options replayOptions =
          Replay.Options.NONE.withSnapshot(startingPoint()).withPlugin(plugin);
      try (Replay replay = Replay.start(recording, qemu, replayOptions, directory)) {
        channel.accept();
        long end = capture(writer, channel, replay, to);
        writer.end(end);
        tellStatistics(writer, channel);
        return end;
      }
    } catch (IOException e) {
      throw IndexerException.failed("indexing failed: " + e.getMessage(), e);
    } finally {
      directory.close();
    }
  }

  /** Power-on for the whole recording, whose memory is then empty; else a snapshot. */
  private @Nullable Snapshot startingPoint() {
    return options.from() == 0 ? null : recording.snapshotBefore(options.from());
  }

  private long capture(StoreWriter writer, PluginChannel channel, Replay replay, long to)
      throws IOException {
    ReplayWindow window = new ReplayWindow(replay.process());
    long from = window.runTo(options.from(), progress::isCancelled);
    StoreSink sink = new StoreSink(writer, progress, from, to);
    writer.begin(from, true);
    try {
      channel.begin(sink);
      // The emulator is moved by another thread, since this one empties the channel meanwhile.
      CompletableFuture<Long> end =
          CompletableFuture.supplyAsync(
              () -> {
                long stopped = window.runTo(to, progress::isCancelled);
                endCapture(channel);
                return stopped;
              },
              task -> new Thread(task, "rrq-replay").start());
      try {
        channel.run(sink);
        return end.join();
      } catch (IOException e) {
        throw replay.process().failure(e);
      }
    } catch (CompletionException e) {
      throw e.getCause() instanceof IndexerException known
          ? known
          : IndexerException.failed("the replay failed: " + e.getCause(), e);
    }
  }

  private static void endCapture(PluginChannel channel) {
    try {
      channel.end();
    } catch (IOException e) {
      throw IndexerException.failed("the emulator cannot be reached: " + e.getMessage(), e);
    }
  }

  private static void tellStatistics(StoreWriter writer, PluginChannel channel) {
    for (CaptureStatistic statistic : CaptureStatistic.values()) {
      long value = channel.statistic(statistic);
      Severity severity = statistic.isLoss() && value > 0 ? Severity.WARNING : Severity.INFO;
      writer.stat(statistic.label(), severity, value, statistic.doc());
    }
  }
}
