package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.ReplayStatus;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.CallTimeoutException;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.MonitorException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.resume.ResumeAction;
import dev.rrq.gdbrsp.packet.stop.Signal;
import dev.rrq.gdbrsp.packet.stop.StopReason;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.gdbrsp.transport.Transport;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A replay under a debugger, the one owner of its QEMU process and of the connection to its stub.
 * It stands still except within a call.
 *
 * <p>{@link #goTo} takes QEMU's {@code replay_seek}, which loads the nearest snapshot where that is
 * shorter than running on: the process has all of the recording's snapshots in an image of its own.
 * Breakpoints are in force only while {@link #resume} runs, so that none stops it on its way.
 */
public final class LiveReplay implements AutoCloseable {

  /** How long to wait for a stop before the caller is asked whether it still wants one. */
  private static final Duration SLICE = Duration.ofMillis(100);

  /** What an honest stub needs to stop, or to load a snapshot, on a busy machine. */
  private static final CallLimits PATIENT = CallLimits.within(Duration.ofMinutes(1));

  private static final CallLimits POLL = CallLimits.within(SLICE);

  /** How often a process that fails while it runs is replaced in one call. */
  private static final int ATTEMPTS = 3;

  private final @Nullable LongFunction<Host> starter;
  private final OptionalLong length;
  private final StopPoints points = new StopPoints();
  private Host host;
  private GdbClient gdb;
  private LiveMemory memory;
  private ReplayStatus status;
  private @Nullable RegisterValues registers;

  private LiveReplay(
      @Nullable LongFunction<Host> starter, Host host, GdbClient gdb, OptionalLong length)
      throws RspException {
    this.starter = starter;
    this.host = host;
    this.gdb = gdb;
    this.length = length;
    this.memory = new LiveMemory(gdb);
    this.status = gdb.monitor().replayStatus();
  }

  /**
   * Starts a replay of a recording, which then stands at the last snapshot at or before an instant.
   *
   * @throws IndexerException if it does not start
   */
  public static LiveReplay start(Recording recording, QemuBinary qemu, long t) {
    LongFunction<Host> starter =
        from -> new OwnHost(Replay.start(recording, qemu, all(recording, from)));
    Host host = starter.apply(t);
    try {
      return over(starter, host, connected(host), OptionalLong.of(recording.length()));
    } catch (RspException | RuntimeException e) {
      host.close();
      throw e instanceof RspException broken ? failure(broken) : (RuntimeException) e;
    }
  }

  private static Replay.Options all(Recording recording, long t) {
    return Replay.Options.NONE
        .withSnapshot(recording.snapshotBefore(t))
        .withAllSnapshots()
        .withGdb();
  }

  private static GdbClient connected(Host host) throws RspException {
    Endpoint endpoint = host.endpoint().orElseThrow();
    return GdbClient.connect(endpoint, PATIENT, StubListener.DEAF).within(CallLimits.STANDARD);
  }

  /**
   * Joins a machine that somebody else started.
   *
   * @param length of the recording that it replays, if that is known
   */
  public static LiveReplay attach(Endpoint endpoint, OptionalLong length) {
    try {
      Host host = new ForeignHost(Optional.of(endpoint));
      return over(null, host, GdbClient.connect(endpoint), length);
    } catch (RspException e) {
      throw failure(e);
    }
  }

  /** Talks to a stub over a stream that is already there. */
  public static LiveReplay over(Transport transport, OptionalLong length) {
    try {
      GdbClient gdb = GdbClient.over(transport, CallLimits.STANDARD, StubListener.DEAF);
      return over(null, new ForeignHost(Optional.empty()), gdb, length);
    } catch (RspException e) {
      throw failure(e);
    }
  }

  private static LiveReplay over(
      @Nullable LongFunction<Host> starter, Host host, GdbClient gdb, OptionalLong length)
      throws RspException {
    try {
      return new LiveReplay(starter, host, gdb, length);
    } catch (RspException e) {
      gdb.close();
      throw e;
    }
  }

  static IndexerException failure(RspException e) {
    return IndexerException.failed(e.getMessage(), e);
  }

  private IndexerException failed(RspException e) {
    String words = host.lastWords();
    return words.isEmpty()
        ? failure(e)
        : IndexerException.failed("QEMU has ended; its last words:\n" + words, e);
  }

  // ---- where it stands ----

  /** The icount at which it stands; 0 for a machine that does not replay. */
  public long now() {
    return status.icount();
  }

  /** Whether it is a replay, and so has instants that can be gone to. */
  public boolean isReplay() {
    return status.mode() == ReplayStatus.Mode.REPLAY;
  }

  /** The log that it follows, as QEMU was given it; empty if none. */
  public Optional<Path> log() {
    return status.file().isEmpty() ? Optional.empty() : Optional.of(Path.of(status.file()));
  }

  /** Whether it follows the log of a recording, or a copy of it. */
  public boolean follows(Path recorded) {
    Optional<Path> own = log();
    try {
      return own.isPresent()
          && (Files.isSameFile(own.get(), recorded) || Files.mismatch(own.get(), recorded) < 0);
    } catch (IOException e) {
      return false;
    }
  }

  /** The length of the recording, where that is known. */
  public OptionalLong length() {
    return length;
  }

  /** The registers. */
  public RegisterValues registers() {
    try {
      if (registers == null) {
        registers = gdb.registers().read();
      }
      return registers;
    } catch (RspException e) {
      throw failed(e);
    }
  }

  /** The memory. */
  public LiveMemory memory() {
    return memory;
  }

  /** What QEMU's monitor prints for a command that does not make the machine run. */
  public String monitor(String command) {
    try {
      return gdb.monitor().execute(command);
    } catch (RspException e) {
      throw failed(e);
    }
  }

  // ---- breakpoints ----

  /** What stops {@link #resume}. */
  public void setBreakpoints(Set<Breakpoint> wanted) {
    points.want(wanted);
  }

  // ---- moving ----

  /**
   * Goes to an instant, forwards or backwards, and stops exactly there.
   *
   * @return {@link Stop.Reached}, or {@link Stop.Interrupted} on the way
   */
  public Stop goTo(long t, Control control) {
    if (!isReplay()) {
      throw IndexerException.failed(
          "this machine does not replay a recording, so it cannot be brought to an instant");
    }
    if (t < 0 || (length.isPresent() && t > length.getAsLong())) {
      throw IndexerException.failed(
          t + " is not in the recording, which ends at " + length.orElse(0));
    }
    if (t == now()) {
      return new Stop.Reached(t);
    }
    try {
      points.enforce(gdb, Set.of());
      gdb.within(PATIENT).monitor().startSeek(t);
      StopReply reply = await(control);
      return stopped(reply, t);
    } catch (MonitorException e) {
      throw IndexerException.failed(
          "QEMU cannot go to " + t + " (" + e.getMessage().strip() + ")",
          "a replay goes back only if it was started with snapshots: rrsnapshot=start");
    } catch (RspException e) {
      throw failed(e);
    }
  }

  /**
   * Runs on until a breakpoint, an instant or the end of the recording.
   *
   * <p>QEMU 7.2 may end with "Raised interrupt while not in I/O function" where a watchpoint is hit
   * just when something else wants the vCPU's attention. A process of ours is then replaced by
   * another that is brought to the same instant and runs again.
   *
   * @param until where to stop at the latest; empty for the end
   */
  public Stop resume(OptionalLong until, Control control) {
    long from = now();
    for (int attempt = 1; true; attempt++) {
      try {
        return run(until, control);
      } catch (DisconnectedException e) {
        if (starter == null || attempt == ATTEMPTS || control.isCancelled()) {
          throw failed(e);
        }
        restart(starter, from);
      } catch (RspException e) {
        throw failed(e);
      }
    }
  }

  private void restart(LongFunction<Host> from, long t) {
    gdb.close();
    host.close();
    host = from.apply(t);
    try {
      reconnected(connected(host));
    } catch (RspException e) {
      throw failed(e);
    }
    goTo(t, Control.NONE);
  }

  private Stop run(OptionalLong until, Control control) throws RspException {
    OptionalLong last = target(until);
    if (last.isPresent() && now() >= last.getAsLong()) {
      return edge(last.getAsLong());
    }
    Stop first = leaveBreakpoint(control);
    if (first != null || (last.isPresent() && now() >= last.getAsLong())) {
      return first != null ? first : edge(last.getAsLong());
    }
    points.enforce(gdb, points.wanted());
    if (last.isPresent() && isReplay()) {
      gdb.monitor().breakAt(last.getAsLong());
    }
    gdb.execution().start(ResumeAction.CONTINUE);
    return stopped(await(control), last.orElse(-1));
  }

  private OptionalLong target(OptionalLong until) {
    if (until.isEmpty() || length.isEmpty()) {
      return until.isEmpty() ? length : until;
    }
    return OptionalLong.of(Math.min(until.getAsLong(), length.getAsLong()));
  }

  private Stop edge(long t) {
    return length.isPresent() && t == length.getAsLong()
        ? new Stop.Ended(now())
        : new Stop.Reached(now());
  }

  /** QEMU would stop at once at a breakpoint where it stands: the instruction is stepped over. */
  private @Nullable Stop leaveBreakpoint(Control control) throws RspException {
    if (!points.wantsExecution() || !points.wants(pc())) {
      return null;
    }
    points.enforce(gdb, points.wantedBut(pc()));
    gdb.execution().start(ResumeAction.STEP);
    StopReply reply = await(control);
    Stop stop = stopped(reply, -1);
    return reply.watchpoint().isPresent() || !reply.alive() ? stop : null;
  }

  /** Executes so many instructions, unless a breakpoint comes first. */
  public Stop step(long instructions, Control control) {
    if (isReplay()) {
      return resume(OptionalLong.of(now() + instructions), control);
    }
    Stop stop = new Stop.Other(0, "");
    try {
      points.enforce(gdb, Set.of());
      for (long i = 0; i < instructions && !control.isCancelled(); i++) {
        gdb.execution().start(ResumeAction.STEP);
        stop = stopped(await(control), -1);
      }
      return stop;
    } catch (RspException e) {
      throw failed(e);
    }
  }

  private long pc() {
    return registers().programCounter();
  }

  private StopReply await(Control control) throws RspException {
    registers = null;
    boolean interrupted = false;
    while (true) {
      try {
        return gdb.within(interrupted ? CallLimits.STANDARD : POLL).execution().awaitStop();
      } catch (CallTimeoutException e) {
        if (interrupted) {
          gdb.close();
          throw e;
        }
      }
      if (control.isCancelled()) {
        interrupted = true;
        gdb.execution().interrupt();
      } else {
        host.icountNow().ifPresent(control::at);
      }
    }
  }

  private Stop stopped(StopReply reply, long wanted) throws RspException {
    if (!reply.alive()) {
      return new Stop.Ended(status.icount());
    }
    status = gdb.monitor().replayStatus();
    long t = now();
    Optional<StopReason.Watchpoint> hit = reply.watchpoint();
    if (hit.isPresent()) {
      return new Stop.Watched(t, hit.get().kind(), hit.get().address());
    }
    Signal signal = reply instanceof StopReply.Stopped s ? s.signal() : new Signal(0);
    // Where an instant and a breakpoint fall together, QEMU may tell of the instant only.
    if (points.stopsExecution() && points.stopsAt(pc())) {
      return new Stop.Broken(t, pc());
    }
    if (isReplay() && t == wanted) {
      return edge(t);
    }
    return signal.equals(Signal.INTERRUPT)
        ? new Stop.Interrupted(t)
        : new Stop.Other(t, signal.toString());
  }

  // ---- others ----

  /**
   * Lets another client have the stub, and takes it back at whatever instant that one leaves it.
   *
   * @param borrower is given the place where the stub listens
   */
  public void lend(Consumer<Endpoint> borrower) {
    Endpoint endpoint =
        host.endpoint()
            .orElseThrow(() -> IndexerException.failed("this stub can have no other client"));
    try {
      points.enforce(gdb, Set.of());
      memory.restore();
      gdb.close();
      try {
        borrower.accept(endpoint);
      } finally {
        reconnected(connected(host));
      }
    } catch (RspException e) {
      throw failed(e);
    }
  }

  private void reconnected(GdbClient client) throws RspException {
    points.forget();
    registers = null;
    gdb = client;
    memory = new LiveMemory(client);
    status = client.monitor().replayStatus();
  }

  /** Ends the process if it is ours; leaves another's machine standing still, without traps. */
  @Override
  public void close() {
    try {
      points.enforce(gdb, Set.of());
      memory.restore();
    } catch (RspException e) {
      // It is gone, or will not listen: there is nothing left to tidy up there.
    } finally {
      gdb.close();
      host.close();
    }
  }
}
