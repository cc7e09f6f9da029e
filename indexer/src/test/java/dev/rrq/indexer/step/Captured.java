package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.live.Control;
import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.indexer.plugin.PluginChannel;
import dev.rrq.indexer.plugin.PluginLibrary;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.RunDirectory;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.ReplayWindow;
import dev.rrq.indexer.stacks.FunctionEntries;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** The rows of a window of a replay, as one of the engines tells them. */
final class Captured implements CaptureSink {

  private final List<CapturedRow> rows = new ArrayList<>();
  private final CapturedFlow flow = new CapturedFlow();
  private long steps;

  /** Watched by the plugin. */
  static Captured byPlugin(
      Recording recording, QemuBinary qemu, FunctionEntries functions, long from, long to)
      throws IOException {
    Captured captured = new Captured();
    RunDirectory directory = RunDirectory.create(recording.machine().memoryBytes());
    try (PluginChannel channel = new PluginChannel(directory.path())) {
      String plugin =
          channel.pluginOption(
              PluginLibrary.unpack(directory.path()),
              functions.write(directory.resolve("entries")),
              null);
      Replay.Options options = options(recording, from).withPlugin(plugin);
      try (Replay replay = Replay.start(recording, qemu, options, directory)) {
        channel.accept();
        ReplayWindow window = new ReplayWindow(replay.process());
        window.runTo(from, () -> false);
        channel.begin(captured);
        CompletableFuture<Void> end =
            CompletableFuture.runAsync(
                () -> {
                  window.runTo(to, () -> false);
                  end(channel);
                });
        channel.run(captured);
        end.join();
      }
    } finally {
      directory.close();
    }
    return captured;
  }

  /** Watched step by step. */
  static Captured bySteps(
      Recording recording, QemuBinary qemu, FunctionEntries functions, long from, long to)
      throws IOException {
    Captured captured = new Captured();
    try (Replay replay = Replay.start(recording, qemu, options(recording, from).withGdb())) {
      captured.steps =
          StepCapture.of(replay, from, () -> false)
              .run(to, captured, functions, () -> false)
              .steps();
    }
    return captured;
  }

  /** Watched step by step, in a replay of which only its stub is known. */
  static Captured byStub(
      Recording recording, QemuBinary qemu, FunctionEntries functions, long from, long to)
      throws IOException {
    Captured captured = new Captured();
    try (Replay replay = Replay.start(recording, qemu, options(recording, from).withGdb());
        RunDirectory directory = RunDirectory.create(recording.machine().memoryBytes())) {
      Endpoint stub = new Endpoint.Unix(replay.gdbSocket());
      captured.steps =
          StepCapture.attached(stub, recording, directory, from, Control.NONE)
              .run(to, captured, functions, () -> false)
              .steps();
    }
    return captured;
  }

  private static Replay.Options options(Recording recording, long from) {
    return Replay.Options.NONE.withSnapshot(from == 0 ? null : recording.snapshotBefore(from));
  }

  private static void end(PluginChannel channel) {
    try {
      channel.end();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** What instructions stored, in order. */
  List<CapturedRow> stores() {
    return rows.stream()
        .filter(CapturedRow::byInstruction)
        .map(CapturedRow::withoutContext)
        .sorted(CapturedRow.ORDER)
        .toList();
  }

  /** All changes, in order. */
  List<CapturedRow> sorted() {
    return rows.stream().map(CapturedRow::withoutContext).sorted(CapturedRow.ORDER).toList();
  }

  /** The words that something else changed, each with what did. */
  SortedSet<String> otherPlaces() {
    return rows.stream()
        .filter(row -> !row.byInstruction())
        .map(row -> String.format("%x by %s", row.paddr(), row.origin() == 1 ? "cpu" : "device"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same, each with the calling context in which it was done. */
  List<String> storesWithFrames() {
    return rows.stream()
        .filter(CapturedRow::byInstruction)
        .sorted(CapturedRow.ORDER)
        .map(row -> row.withoutContext() + ": " + flow.frames(row.context()))
        .toList();
  }

  /** Calls, interrupts and contexts. */
  CapturedFlow flow() {
    return flow;
  }

  List<CapturedRow> rows() {
    return rows;
  }

  long steps() {
    return steps;
  }

  @Override
  public void writes(ByteBuffer records) {
    while (records.remaining() >= CapturedRow.BYTES) {
      rows.add(CapturedRow.read(records));
    }
  }

  @Override
  public void calls(ByteBuffer records) {
    flow.calls(records);
  }

  @Override
  public void interrupts(ByteBuffer records) {
    flow.interrupts(records);
  }

  @Override
  public void contexts(ByteBuffer records) {
    flow.contexts(records);
  }
}
