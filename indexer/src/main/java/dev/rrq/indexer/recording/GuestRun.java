package dev.rrq.indexer.recording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.QemuProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A run of a guest that is recorded: takes snapshots on the way, and finds out why and when it
 * ended.
 */
final class GuestRun {

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

  private final RecordRequest request;
  private final TraceDirectory trace;
  private final RecordingProgress.Listener listener;
  private final BooleanSupplier stopRequested;
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

  /**
   * A run that has not begun.
   *
   * @param stopRequested whether the user wants it to end; asked by the thread that runs
   */
  GuestRun(
      RecordRequest request,
      TraceDirectory trace,
      RecordingProgress.Listener listener,
      BooleanSupplier stopRequested) {
    this.request = request;
    this.trace = trace;
    this.listener = listener;
    this.stopRequested = stopRequested;
    this.console = new ConsoleTail(trace.resolve(Recording.CONSOLE), request.console());
  }

  /** Why it ended. */
  End end() {
    return end;
  }

  /** The snapshots that were taken, in the order of time. */
  List<Snapshot> snapshots() {
    return snapshots;
  }

  /**
   * Lets the guest run from its start to its end.
   *
   * @param process stands at the start; is gone afterwards
   * @throws IndexerException if this gives no recording
   */
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
    if (stopRequested.getAsBoolean()) {
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
      throw TraceDirectory.full();
    }
  }

  private void snapshot(QemuProcess process) throws IOException {
    String said = process.qmp().monitor("savevm s" + (taken + 1));
    if (!said.isEmpty()) {
      throw said.contains("No space left")
          ? TraceDirectory.full()
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
          found.add(new Snapshot(node.path("name").asText(), node.path("icount").asLong(), clock));
        }
      }
    }
    found.sort(Comparator.comparingLong(Snapshot::t));
    return List.copyOf(found);
  }

  private void checkOutcome(QemuProcess process, long instructions) {
    if (process.standardError().contains("write error")) {
      throw TraceDirectory.full();
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
