package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.plugin.CaptureSink;
import dev.rrq.indexer.recording.Replay;
import dev.rrq.indexer.recording.ReplayWindow;
import dev.rrq.indexer.stacks.FunctionEntries;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Captures a window of a replay by single steps over GDB's remote protocol. The result goes to a
 * sink like the plugin's, but for the guest's clock, which no stub tells.
 */
public final class StepCapture {

  /** A halted guest sleeps until its next interrupt, which a replay brings after little time. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(1);

  private final Replay replay;
  private final long from;

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

  /**
   * Brings a replay to the window's start.
   *
   * @param replay a stopped replay with a debugger's socket, at or before the start
   * @param from where to start
   */
  public StepCapture(Replay replay, long from, BooleanSupplier cancelled) {
    this.replay = replay;
    this.from = new ReplayWindow(replay.process()).runTo(from, cancelled);
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
    Endpoint endpoint = new Endpoint.Unix(replay.gdbSocket());
    CallLimits limits = CallLimits.within(LONGEST_STEP);
    try (GdbClient gdb = GdbClient.connect(endpoint, limits, StubListener.DEAF);
        Disassembler disassembler = new Disassembler();
        RamImage ram =
            RamImage.open(replay.memoryFile(), replay.directory().resolve("ram-before"))) {
      StepObserver observer =
          functions == null ? StepObserver.NONE : new CallFollower(functions, sink);
      Engine engine = engine(gdb, ram, disassembler, sink, observer);
      long end = engine.run(to, cancelled);
      return new Result(end, engine.steps(), engine.written(), engine.unseen());
    } catch (RspException e) {
      throw IndexerException.failed("the emulator could not be stepped: " + e.getMessage(), e);
    }
  }

  /** A stub that logs many steps at once is asked for them. */
  private static Engine engine(
      GdbClient gdb,
      RamImage ram,
      Disassembler disassembler,
      CaptureSink sink,
      StepObserver observer)
      throws IOException {
    GdbStepped machine = new GdbStepped(gdb);
    return gdb.features().manySteps()
        ? new LoggedEngine(machine, ram, disassembler, sink, observer)
        : new PredictingEngine(machine, ram, disassembler, sink, observer);
  }
}
