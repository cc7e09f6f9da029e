package dev.rrq.indexer.recording;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.Disk;
import dev.rrq.indexer.qemu.Launch;
import dev.rrq.indexer.qemu.Launch.Mode;
import dev.rrq.indexer.qemu.Machine;
import dev.rrq.indexer.qemu.Qcow2;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.QemuProcess;
import dev.rrq.indexer.qemu.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A running replay of a recording. It starts stopped, works on private copies of the images, so
 * that several can run side by side and none can harm the trace, and leaves nothing behind when
 * closed.
 */
public final class Replay implements AutoCloseable {

  private static final String IMAGE = "snapshots.qcow2";

  private static final long EMPTY_IMAGE_BYTES = 1 << 20;

  private final RunDirectory directory;
  private final QemuProcess process;

  private Replay(RunDirectory directory, QemuProcess process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * What a caller may choose about a replay.
   *
   * @param from the snapshot to start from, or null for power-on; reverse execution needs one
   * @param plugin the argument of {@code -plugin}, or null
   * @param gdb whether QEMU listens for GDB's remote protocol at {@link #gdbSocket}
   * @param allSnapshots whether it can go to every snapshot of the recording, not only start from
   *     one: its copy of the image is whole then
   */
  public record Options(
      @Nullable Snapshot from, @Nullable String plugin, boolean gdb, boolean allSnapshots) {

    /** From power-on, with nothing else. */
    public static final Options NONE = new Options(null, null, false, false);

    /** The same from a snapshot. */
    public Options withSnapshot(@Nullable Snapshot value) {
      return new Options(value, plugin, gdb, allSnapshots);
    }

    /** The same with a plugin. */
    public Options withPlugin(@Nullable String value) {
      return new Options(from, value, gdb, allSnapshots);
    }

    /** The same with a debugger's socket. */
    public Options withGdb() {
      return new Options(from, plugin, true, allSnapshots);
    }

    /** The same with all snapshots. */
    public Options withAllSnapshots() {
      return new Options(from, plugin, gdb, true);
    }
  }

  /** Where the file behind the guest's RAM of a replay in this directory is. */
  public static Path memoryFile(RunDirectory directory) {
    return directory.resolve("ram");
  }

  /**
   * Starts a replay in a directory of its own.
   *
   * @throws IndexerException when QEMU is of another version, or does not start
   */
  public static Replay start(Recording recording, QemuBinary qemu, Options options) {
    long images = options.allSnapshots() ? imageBytes(recording) : 0;
    RunDirectory directory = RunDirectory.create(recording.manifest().memoryBytes() + images);
    return start(recording, qemu, options, directory);
  }

  private static long imageBytes(Recording recording) {
    Path overlay = recording.diskOverlay();
    return recording.snapshotImage().toFile().length()
        + (overlay == null ? 0 : overlay.toFile().length());
  }

  /**
   * Starts a replay in a directory that the caller made, and may have put things into; the replay
   * owns it from here on.
   */
  public static Replay start(
      Recording recording, QemuBinary qemu, Options options, RunDirectory directory) {
    try {
      recording.checkVersion(qemu);
      Machine machine = recording.machine();
      Launch launch = launch(recording, options, directory);
      return new Replay(directory, QemuProcess.start(qemu, directory, machine, launch));
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    } catch (IOException e) {
      directory.close();
      throw IndexerException.failed("the replay cannot start: " + e.getMessage(), e);
    }
  }

  private static Launch launch(Recording recording, Options options, RunDirectory directory)
      throws IOException {
    Snapshot from = options.from();
    return Launch.of(
            Mode.REPLAY,
            recording.replayLog(),
            image(recording, options, directory),
            directory.resolve("console"))
        .withDiskOverlay(overlay(recording, options, directory))
        .withSnapshot(from == null ? null : from.name())
        .withMemory(memoryFile(directory))
        .withGdbSocket(options.gdb() ? directory.resolve("gdb") : null)
        .withPlugin(options.plugin())
        .withStopped(true)
        .withStayAtShutdown(true);
  }

  private static Path image(Recording recording, Options options, RunDirectory directory)
      throws IOException {
    Path image = directory.resolve(IMAGE);
    Snapshot from = options.from();
    if (options.allSnapshots()) {
      Files.copy(recording.snapshotImage(), image);
    } else if (from == null) {
      Qcow2.create(image, EMPTY_IMAGE_BYTES, null, "");
    } else {
      Qcow2.copyWithSnapshot(recording.snapshotImage(), image, from.name());
    }
    return image;
  }

  private static @Nullable Path overlay(
      Recording recording, Options options, RunDirectory directory) throws IOException {
    Snapshot from = options.from();
    Path original = recording.diskOverlay();
    Disk disk = recording.machine().disk();
    if (original == null || disk == null) {
      return null;
    }
    Path overlay = directory.resolve(Recording.DISK_OVERLAY);
    if (options.allSnapshots()) {
      Files.copy(original, overlay);
    } else if (from != null) {
      Qcow2.copyWithSnapshot(original, overlay, from.name());
    } else {
      Qcow2.create(overlay, disk.virtualSize(), disk.base(), disk.format());
    }
    return overlay;
  }

  /** The process, stopped at first; {@code resume} lets it run. */
  public QemuProcess process() {
    return process;
  }

  /** Where its files are. */
  public RunDirectory directory() {
    return directory;
  }

  /** The file behind the guest's RAM; its offsets are guest physical addresses. */
  public Path memoryFile() {
    return memoryFile(directory);
  }

  /** Where QEMU listens for GDB's remote protocol, if that was asked for. */
  public Path gdbSocket() {
    return directory.resolve("gdb");
  }

  /** What the guest has written to its console in this replay. */
  public Path console() {
    return directory.resolve("console");
  }

  @Override
  public void close() {
    process.close();
    directory.close();
  }
}
