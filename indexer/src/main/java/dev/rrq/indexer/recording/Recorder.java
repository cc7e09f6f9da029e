package dev.rrq.indexer.recording;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes one recording: starts QEMU, takes snapshots while the guest runs, finds out why and when it
 * ended, and writes the manifest. {@link #stop} ends it early, and the recording is whole all the
 * same.
 */
public final class Recorder {

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration PROGRESS = Duration.ofMillis(500);
  private static final Duration QUIT_LIMIT = Duration.ofMinutes(1);

  /** How long a panicking kernel may go on talking. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  /** A guest that executes nothing for so long is asked whether it can still wake up. */
  private static final Duration STANDSTILL = Duration.ofSeconds(1);

  /** In long recordings the time between snapshots grows, so that there are some dozens. */
  private static final int INTERVAL_SHARE = 16;

  /** Nothing is gained by snapshots that lie closer than this many instructions. */
  private static final long MIN_SNAPSHOT_DISTANCE = 20_000_000;

  private static final Pattern FLAGS = Pattern.compile("\\b[RE]FL=([0-9a-f]+)");
  private static final long INTERRUPT_FLAG = 1 << 9;

  /** A recording goes on without new snapshots when these would fill the disk, and ends at this. */
  private static final long SPARE_DISK_BYTES = 16L << 20;

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
        ? fullDisk()
        : IndexerException.failed("the recording failed: " + message, e);
  }

  private static IndexerException fullDisk() {
    return IndexerException.failed(
        "the disk is full; the recording was removed",
        "make room, or choose another place with -o");
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
      Session session = new Session(trace);
      try (QemuProcess process = QemuProcess.start(qemu, directory, machine, launch)) {
        session.run(process);
      }
      long length = ReplayLog.read(launch.replayLog()).instructions();
      return manifest(created, machine, launch, session, length);
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
      Instant created, Machine machine, Launch launch, Session session, long length)
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
        session.end,
        session.snapshots.stream().filter(snapshot -> snapshot.t() < length).toList(),
        request.vmlinux() == null ? null : request.vmlinux().toAbsolutePath().toString());
  }

  private static Manifest.Input input(Path source, Path copy) throws IOException {
    return new Manifest.Input(source.toAbsolutePath().toString(), Digests.sha256(copy));
  }

  /** The time while QEMU runs. */
  private final class Session {
    private final TraceDirectory trace;
    private final ConsoleTail console;
    private final long started = System.nanoTime();
    private List<Snapshot> snapshots = List.of();
    private End end = End.POWER_OFF;
    private int taken;
    private long lastSnapshotTime = started;
    private long lastSnapshotInstructions;
    private long lastProgressTime = started;
    private long lastInstructions;
    private long lastMovement = started;
    private long panicTime;

    Session(TraceDirectory trace) {
      this.trace = trace;
      this.console = new ConsoleTail(trace.resolve(Recording.CONSOLE), request.console());
    }

    void run(QemuProcess process) throws InterruptedException {
      try {
        process.resume();
        end = follow(process);
        process.stop();
        long instructions = process.instructions();
        snapshots = snapshotsOf(process);
        if (!process.quit(QUIT_LIMIT)) {
          throw IndexerException.failed("QEMU did not finish the replay log");
        }
        console.poll();
        checkOutcome(process, instructions);
      } catch (IOException e) {
        throw process.failure(e);
      }
    }

    private End follow(QemuProcess process) throws IOException, InterruptedException {
      while (true) {
        End event = shutdown(process.qmp().nextEvent(POLL));
        console.poll();
        if (event != null) {
          return event == End.RESET && console.panicked() ? End.PANIC : event;
        }
        long now = System.nanoTime();
        End other = otherEnd(now);
        if (other == null && now - lastProgressTime >= PROGRESS.toNanos()) {
          lastProgressTime = now;
          other = look(process, now);
        }
        if (other != null) {
          return other;
        }
      }
    }

    private static @Nullable End shutdown(@Nullable JsonNode event) {
      if (event == null || !event.path("event").asText().equals("SHUTDOWN")) {
        return null;
      }
      return switch (event.path("data").path("reason").asText()) {
        case "guest-reset" -> End.RESET;
        case "guest-panic" -> End.PANIC;
        case "guest-shutdown" -> End.POWER_OFF;
        default -> End.INTERRUPTED;
      };
    }

    private @Nullable End otherEnd(long now) {
      if (stopRequested) {
        return End.INTERRUPTED;
      }
      Duration limit = request.timeLimit();
      if (limit != null && now - started >= limit.toNanos()) {
        return End.TIME_LIMIT;
      }
      if (console.panicked()) {
        panicTime = panicTime == 0 ? now : panicTime;
        return now - panicTime >= LAST_WORDS.toNanos() ? End.PANIC : null;
      }
      return null;
    }

    private @Nullable End look(QemuProcess process, long now) throws IOException {
      long instructions = process.instructions();
      if (instructions != lastInstructions) {
        lastInstructions = instructions;
        lastMovement = now;
      } else if (now - lastMovement >= STANDSTILL.toNanos() && cannotWake(process)) {
        return End.HALTED;
      }
      checkDisk();
      long interval =
          Math.max(request.snapshotInterval().toNanos(), (now - started) / INTERVAL_SHARE);
      if (now - lastSnapshotTime >= interval - PROGRESS.toNanos() / 2
          && instructions - lastSnapshotInstructions >= MIN_SNAPSHOT_DISTANCE
          && usableSpace() >= request.memoryBytes() + SPARE_DISK_BYTES) {
        snapshot(process);
        lastSnapshotInstructions = instructions;
        lastSnapshotTime = now;
        lastMovement = System.nanoTime();
      }
      long logBytes = Files.size(trace.resolve(Recording.REPLAY_LOG));
      listener.progress(new RecordingProgress(instructions, taken, logBytes));
      return null;
    }

    /** Halted with interrupts disabled: what the kernel does when it gives up. */
    private static boolean cannotWake(QemuProcess process) throws IOException {
      String registers = process.qmp().monitor("info registers");
      Matcher flags = FLAGS.matcher(registers);
      return registers.contains("HLT=1")
          && flags.find()
          && (Long.parseLong(flags.group(1), 16) & INTERRUPT_FLAG) == 0;
    }

    private long usableSpace() {
      return trace.path().toFile().getUsableSpace();
    }

    private void checkDisk() {
      if (usableSpace() < SPARE_DISK_BYTES) {
        throw fullDisk();
      }
    }

    private void snapshot(QemuProcess process) throws IOException {
      String said = process.qmp().monitor("savevm s" + (taken + 1));
      if (!said.isEmpty()) {
        throw said.contains("No space left")
            ? fullDisk()
            : IndexerException.failed("QEMU could not take a snapshot: " + said);
      }
      taken++;
    }

    private static List<Snapshot> snapshotsOf(QemuProcess process) {
      List<Snapshot> found = new ArrayList<>();
      for (JsonNode device : process.ask("query-block")) {
        if (device.path("device").asText().equals("rr")) {
          for (JsonNode node : device.at("/inserted/image/snapshots")) {
            long clock =
                Duration.ofSeconds(node.path("vm-clock-sec").asLong())
                    .plusNanos(node.path("vm-clock-nsec").asLong())
                    .toNanos();
            found.add(
                new Snapshot(node.path("name").asText(), node.path("icount").asLong(), clock));
          }
        }
      }
      found.sort(Comparator.comparingLong(Snapshot::t));
      return List.copyOf(found);
    }

    private void checkOutcome(QemuProcess process, long instructions) {
      if (process.standardError().contains("write error")) {
        throw fullDisk();
      }
      boolean dead = end == End.RESET || end == End.HALTED;
      if (dead && console.isEmpty()) {
        throw IndexerException.failed(
            "the kernel did not boot: it "
                + (end == End.RESET ? "reset the machine" : "halted")
                + " after "
                + instructions
                + " instructions and wrote nothing to its first serial port",
            "check the kernel and the memory size, and that --append has console=ttyS0");
      }
      if (instructions == 0) {
        throw IndexerException.failed("the recording ended before the guest ran");
      }
    }
  }

  /** The end of a trace's console, for telling the user what its kernel said last. */
  public static String lastConsoleLines(Recording recording) {
    ConsoleTail tail = new ConsoleTail(recording.console(), null);
    tail.poll();
    return tail.lastLines(TAIL_LINES);
  }
}
