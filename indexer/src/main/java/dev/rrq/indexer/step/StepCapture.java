package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.live.Control;
import dev.rrq.indexer.live.LiveMemory;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.indexer.qemu.RunDirectory;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.ReplayWindow;
import dev.rrq.indexer.stacks.FunctionEntries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Captures a window of a replay by single steps over GDB's remote protocol. The result goes to a
 * sink like the plugin's, but for the guest's clock, which no stub tells.
 */
public final class StepCapture {

  /** A halted guest sleeps until its next interrupt, which a replay brings after little time. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

  private final Endpoint endpoint;
  private final Memory memory;
  private final Path copy;
  private final long from;

  /** Finds a machine's memory, once there is a connection to it. */
  private interface Memory {
    CurrentMemory open(LiveMemory stub) throws IOException;
  }

  /**
   * What a capture did.
   *
   * @param end the instant that it reached
   * @param steps steps taken; interrupts and exceptions are steps of their own
   * @param changes changes of memory
   * @param unseen instructions whose stores are told as by a device, since they ran within
   *     another's step
   */
  public record Result(long end, long steps, long changes, long unseen) {}

  private StepCapture(Endpoint endpoint, Memory memory, Path copy, long from) {
    this.endpoint = endpoint;
    this.memory = memory;
    this.copy = copy;
    this.from = from;
  }

  /**
   * Brings a replay of our own to the window's start.
   *
   * @param replay a stopped replay with a debugger's socket, at or before the start
   * @param from where to start
   */
  public static StepCapture of(Replay replay, long from, BooleanSupplier cancelled) {
    return new StepCapture(
        new Endpoint.Unix(replay.gdbSocket()),
        stub -> MappedMemory.of(replay.memoryFile()),
        copy(replay.directory()),
        new ReplayWindow(replay.process()).runTo(from, cancelled));
  }

  /**
   * Brings a replay that somebody else started to the window's start. All that is known of it comes
   * through its stub.
   *
   * @param endpoint of the stub, which nobody else talks to
   * @param recording which it must replay
   * @param directory for a copy of its memory
   * @throws IndexerException if it replays something else, or cannot be brought there
   */
  public static StepCapture attached(
      Endpoint endpoint, Recording recording, RunDirectory directory, long from, Control control) {
    try (LiveReplay replay = LiveReplay.attach(endpoint, OptionalLong.of(recording.length()))) {
      if (!replay.follows(recording.replayLog())) {
        String other = replay.log().map(log -> "replays " + log).orElse("replays nothing");
        throw IndexerException.failed(
            "the machine at %s %s, not this trace's recording".formatted(endpoint, other));
      }
      replay.goTo(from, control);
      return new StepCapture(
          endpoint,
          stub -> new StubMemory(stub, recording.machine().memoryBytes()),
          copy(directory),
          replay.now());
    }
  }

  private static Path copy(RunDirectory directory) {
    return directory.resolve("ram-before");
  }

  /** Where it starts: what was asked for, unless it was cancelled on the way. */
  public long from() {
    return from;
  }

  /**
   * Steps to an instant, which must be at or before the recording's end.
   *
   * @param functions where functions begin; null to leave out calls, contexts and interrupts
   * @throws IndexerException when the emulator fails
   */
  public Result run(
      long to, CaptureSink sink, @Nullable FunctionEntries functions, BooleanSupplier cancelled)
      throws IOException {
    CallLimits limits = CallLimits.within(LONGEST_STEP);
    try (GdbClient gdb = GdbClient.connect(endpoint, limits, StubListener.DEAF);
        Disassembler disassembler = new Disassembler()) {
      LiveMemory stub = new LiveMemory(gdb);
      CurrentMemory now = memory.open(stub);
      GdbStepped machine = new GdbStepped(gdb, stub, now::moved);
      RamImage ram = RamImage.copy(now, copy);
      StepObserver observer =
          functions == null ? StepObserver.NONE : new CallFollower(functions, sink);
      Engine engine =
          gdb.features().manySteps()
              ? new LoggedEngine(machine, ram, disassembler, sink, observer)
              : new PredictingEngine(machine, ram, disassembler, sink, observer);
      long end = engine.run(to, cancelled);
      stub.restore();
      return new Result(end, engine.steps(), engine.written(), engine.unseen());
    } catch (RspException e) {
      throw IndexerException.failed("the emulator could not be stepped: " + e.getMessage(), e);
    }
  }
}
