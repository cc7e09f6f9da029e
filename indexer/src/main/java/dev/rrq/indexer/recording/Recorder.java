package dev.rrq.indexer.recording;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.Disk;
import dev.rrq.indexer.qemu.Launch;
import dev.rrq.indexer.qemu.Launch.Mode;
import dev.rrq.indexer.qemu.Machine;
import dev.rrq.indexer.qemu.Qcow2;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.qemu.QemuCommand;
import dev.rrq.indexer.qemu.QemuProcess;
import dev.rrq.indexer.qemu.RunDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes one recording: copies what it is made of, starts QEMU, lets the guest run, and writes the
 * manifest. {@link #stop} ends it early, and the recording is whole all the same.
 */
public final class Recorder {

  private static final long SNAPSHOT_IMAGE_BYTES = 1 << 20;
  private static final int TAIL_LINES = 5;

  private final QemuBinary qemu;
  private final RecordRequest request;
  private final RecordingProgress.Listener listener;
  private volatile boolean stopRequested;

  /** A recorder for one recording. */
  public Recorder(QemuBinary qemu, RecordRequest request, RecordingProgress.Listener listener) {
    this.qemu = qemu;
    this.request = request;
    this.listener = listener;
  }

  /** Ends the recording at the next occasion; may be called from any thread. */
  public void stop() {
    stopRequested = true;
  }

  /**
   * Records until the guest powers off, resets, panics or halts, the time limit comes or {@link
   * #stop} is called.
   *
   * @throws IndexerException when there is no recording; then nothing is left behind
   */
  public Recording record() {
    checkInputs();
    try (TraceDirectory trace = TraceDirectory.create(request.trace())) {
      Manifest manifest = run(trace);
      manifest.write(trace.path());
      return new Recording(trace.finish(), manifest);
    } catch (IOException e) {
      throw failure(e);
    } catch (UncheckedIOException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw IndexerException.failed("the recording was interrupted", e);
    }
  }

  private static IndexerException failure(IOException e) {
    String message = String.valueOf(e.getMessage());
    return message.contains("No space left")
        ? TraceDirectory.full()
        : IndexerException.failed("the recording failed: " + message, e);
  }

  private void checkInputs() {
    ReservedArguments.check(request.qemuArguments());
    KernelImage.check(request.kernel());
    if (request.initrd() != null && !Files.isRegularFile(request.initrd())) {
      throw IndexerException.usage("the initrd cannot be read: " + request.initrd());
    }
    if (request.disk() != null && !Files.isRegularFile(request.disk())) {
      throw IndexerException.usage("the disk is not a file: " + request.disk());
    }
  }

  private Manifest run(TraceDirectory trace) throws IOException, InterruptedException {
    Instant created = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    Machine machine = machine(trace, created);
    Qcow2.create(trace.resolve(Recording.SNAPSHOTS), SNAPSHOT_IMAGE_BYTES, null, "");
    try (RunDirectory directory = RunDirectory.create(request.memoryBytes())) {
      Launch launch = launch(trace, machine, directory);
      GuestRun run = new GuestRun(request, trace, listener, () -> stopRequested);
      try (QemuProcess process = QemuProcess.start(qemu, directory, machine, launch)) {
        run.run(process);
      }
      long length = ReplayLog.read(launch.replayLog()).instructions();
      return manifest(created, machine, launch, run, length);
    }
  }

  private Machine machine(TraceDirectory trace, Instant created) throws IOException {
    Path kernel = Files.copy(request.kernel(), trace.resolve(Recording.KERNEL));
    Path initrd = request.initrd();
    if (initrd != null) {
      initrd = Files.copy(initrd, trace.resolve(Recording.INITRD));
    }
    return new Machine(
        kernel,
        initrd,
        request.append(),
        request.memoryBytes(),
        disk(trace),
        request.shift(),
        created.toString().replace("Z", ""),
        request.qemuArguments());
  }

  private @Nullable Disk disk(TraceDirectory trace) throws IOException {
    if (request.disk() == null) {
      return null;
    }
    Path base = request.disk().toRealPath();
    Disk disk = new Disk(base, Qcow2.format(base), Qcow2.virtualSize(base));
    Qcow2.create(trace.resolve(Recording.DISK_OVERLAY), disk.virtualSize(), base, disk.format());
    return disk;
  }

  private static Launch launch(TraceDirectory trace, Machine machine, RunDirectory directory) {
    return Launch.of(
            Mode.RECORD,
            trace.resolve(Recording.REPLAY_LOG),
            trace.resolve(Recording.SNAPSHOTS),
            trace.resolve(Recording.CONSOLE))
        .withDiskOverlay(machine.disk() == null ? null : trace.resolve(Recording.DISK_OVERLAY))
        .withSnapshot(Recording.START)
        .withMemory(Replay.memoryFile(directory))
        .withStopped(true)
        .withStayAtShutdown(true);
  }

  private Manifest manifest(
      Instant created, Machine machine, Launch launch, GuestRun run, long length)
      throws IOException {
    Disk disk = machine.disk();
    return new Manifest(
        Manifest.FORMAT_VERSION,
        created.toString(),
        qemu.version(),
        QemuCommand.arguments(machine, launch),
        input(request.kernel(), machine.kernel()),
        machine.initrd() == null ? null : input(request.initrd(), machine.initrd()),
        disk == null
            ? null
            : new Manifest.DiskInput(
                disk.base().toString(),
                disk.format(),
                disk.virtualSize(),
                Digests.sha256(disk.base())),
        machine.append(),
        machine.memoryBytes(),
        machine.shift(),
        machine.clockBase(),
        machine.extraArguments(),
        length,
        run.end(),
        run.snapshots().stream().filter(snapshot -> snapshot.t() < length).toList(),
        request.vmlinux() == null ? null : request.vmlinux().toAbsolutePath().toString());
  }

  private static Manifest.Input input(Path source, Path copy) throws IOException {
    return new Manifest.Input(source.toAbsolutePath().toString(), Digests.sha256(copy));
  }

  /** The end of a trace's console, for telling the user what its kernel said last. */
  public static String lastConsoleLines(Recording recording) {
    ConsoleTail tail = new ConsoleTail(recording.console(), null);
    tail.poll();
    return tail.lastLines(TAIL_LINES);
  }
}
