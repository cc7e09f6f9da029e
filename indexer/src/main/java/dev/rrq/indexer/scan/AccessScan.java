package dev.rrq.indexer.scan;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.indexer.plugin.PluginChannel;
import dev.rrq.indexer.plugin.PluginLibrary;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.RunDirectory;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.ReplayWindow;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A replay of a window in which the plugin reports only what is looked for: from the nearest
 * snapshot before the window, at some 150 M instructions a second. No process is left behind.
 */
public final class AccessScan {

  private final Recording recording;
  private final QemuBinary qemu;

  /** Scans replays of a recording. */
  public AccessScan(Recording recording, QemuBinary qemu) {
    this.recording = recording;
    this.qemu = qemu;
  }

  /**
   * Scans.
   *
   * @return the instant up to which all was found; earlier than asked for where the sink ended it
   * @throws IndexerException with a sentence for the user
   */
  public long run(ScanRequest request, ScanSink sink) {
    return run(request, new RecordReader(request, sink), sink);
  }

  /**
   * The same, where what is found is taken as the plugin records it.
   *
   * @param records gets raw records, with {@link Access#READ_FLAG} in the flags of loads
   */
  public long run(ScanRequest request, CaptureSink records, ScanControl control) {
    RunDirectory directory = RunDirectory.create(recording.machine().memoryBytes());
    try (PluginChannel channel = new PluginChannel(directory.path())) {
      String plugin =
          channel.scanOption(
              PluginLibrary.unpack(directory.path()), request.write(directory.resolve("scan")));
      Replay.Options options =
          Replay.Options.NONE
              .withSnapshot(recording.snapshotBefore(request.from()))
              .withPlugin(plugin);
      try (Replay replay = Replay.start(recording, qemu, options, directory)) {
        channel.accept();
        return scan(request, records, control, channel, replay);
      }
    } catch (IOException e) {
      throw IndexerException.failed("the replay failed: " + e.getMessage(), e);
    } finally {
      directory.close();
    }
  }

  private static long scan(
      ScanRequest request,
      CaptureSink records,
      ScanControl control,
      PluginChannel channel,
      Replay replay)
      throws IOException {
    ReplayWindow window = new ReplayWindow(replay.process());
    long at = window.runTo(request.from(), () -> isOver(control, replay));
    if (at < request.from()) {
      return at;
    }
    channel.begin(records);
    CompletableFuture<Long> end =
        CompletableFuture.supplyAsync(
            () -> run(request, control, channel, replay),
            task -> new Thread(task, "rrq-scan").start());
    try {
      channel.run(records);
      return end.join();
    } catch (RecordReader.Enough e) {
      replay.process().kill();
      end.exceptionally(killed -> 0L).join();
      return request.from();
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        replay.process().kill();
        throw IndexerException.failed("interrupted", e);
      }
      throw replay.process().failure(e);
    } catch (CompletionException e) {
      throw e.getCause() instanceof IndexerException known
          ? known
          : IndexerException.failed("the replay failed: " + e.getCause(), e);
    }
  }

  private static long run(
      ScanRequest request, ScanControl control, PluginChannel channel, Replay replay) {
    long stopped =
        new ReplayWindow(replay.process()).runTo(request.to(), () -> isOver(control, replay));
    try {
      channel.end();
    } catch (IOException e) {
      throw IndexerException.failed("the emulator cannot be reached: " + e.getMessage(), e);
    }
    return stopped;
  }

  /** Asked several times a second while the replay runs: tells how far it is. */
  private static boolean isOver(ScanControl control, Replay replay) {
    control.reached(replay.process().instructions());
    return control.isCancelled();
  }
}
