package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.ReplayStatus;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A replay under a debugger. It stands still except within a call.
 *
 * <p>{@link #goTo} takes QEMU's {@code replay_seek}, which loads the nearest snapshot where that is
 * shorter than running on: the process has all of the recording's snapshots in an image of its own.
 * Breakpoints are in force only while {@link #resume} runs, so that none stops it on its way.
 */
public final class LiveReplay implements AutoCloseable {

  /** How often a process that fails while it runs is replaced in one call. */
  private static final int ATTEMPTS = 3;

  private final StubLink link;
  private final OptionalLong length;

  private LiveReplay(StubLink link, OptionalLong length) {
    this.link = link;
    this.length = length;
  }

  /**
   * Starts a replay of a recording, which then stands at the last snapshot at or before an instant.
   *
   * @throws IndexerException if it does not start
   */
  public static LiveReplay start(Recording recording, QemuBinary qemu, long t) {
    LongFunction<Host> starter =
        from -> new OwnHost(Replay.start(recording, qemu, all(recording, from)));
    return new LiveReplay(StubLink.own(starter, t), OptionalLong.of(recording.length()));
  }

  private static Replay.Options all(Recording recording, long t) {
    return Replay.Options.NONE
        .withSnapshot(recording.snapshotBefore(t))
        .withAllSnapshots()
        .withGdb();
  }

  /**
   * Joins a machine that somebody else started.
   *
   * @param length of the recording that it replays, if that is known
   */
  public static LiveReplay attach(Endpoint endpoint, OptionalLong length) {
    return new LiveReplay(StubLink.foreign(endpoint), length);
  }

  /** Talks to a stub over a stream that is already there. */
  public static LiveReplay over(Transport transport, OptionalLong length) {
    return new LiveReplay(StubLink.over(transport), length);
  }

  // ---- where it stands ----

  /** The icount at which it stands; 0 for a machine that does not replay. */
  public long now() {
    return link.status().icount();
  }

  /** Whether it is a replay, and so has instants that can be gone to. */
  public boolean isReplay() {
    return link.status().mode() == ReplayStatus.Mode.REPLAY;
  }

  /** The log that it follows, as QEMU was given it; empty if none. */
  public Optional<Path> log() {
    String file = link.status().file();
    return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
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
      return link.registers();
    } catch (RspException e) {
      throw link.failed(e);
    }
  }

  /** The memory. */
  public LiveMemory memory() {
    return link.memory();
  }

  /** What QEMU's monitor prints for a command that does not make the machine run. */
  public String monitor(String command) {
    try {
      return link.gdb().monitor().execute(command);
    } catch (RspException e) {
      throw link.failed(e);
    }
  }

  // ---- breakpoints ----

  /** What stops {@link #resume}. */
  public void setBreakpoints(Set<Breakpoint> wanted) {
    link.points().want(wanted);
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
      link.enforce(Set.of());
      link.gdb().within(StubLink.PATIENT).monitor().startSeek(t);
      StopReply reply = link.await(control);
      return stopped(reply, t);
    } catch (MonitorException e) {
      throw IndexerException.failed(
          "QEMU cannot go to " + t + " (" + e.getMessage().strip() + ")",
          "a replay goes back only if it was started with snapshots: rrsnapshot=start");
    } catch (RspException e) {
      throw link.failed(e);
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
        if (!link.isReplaceable() || attempt == ATTEMPTS || control.isCancelled()) {
          throw link.failed(e);
        }
        link.replace(from);
        goTo(from, Control.NONE);
      } catch (RspException e) {
        throw link.failed(e);
      }
    }
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
    link.enforce(link.points().wanted());
    if (last.isPresent() && isReplay()) {
      link.gdb().monitor().breakAt(last.getAsLong());
    }
    link.gdb().execution().start(ResumeAction.CONTINUE);
    return stopped(link.await(control), last.orElse(-1));
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
    if (!link.points().wantsExecution() || !link.points().wants(pc())) {
      return null;
    }
    link.enforce(link.points().wantedBut(pc()));
    link.gdb().execution().start(ResumeAction.STEP);
    StopReply reply = link.await(control);
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
      link.enforce(Set.of());
      for (long i = 0; i < instructions && !control.isCancelled(); i++) {
        link.gdb().execution().start(ResumeAction.STEP);
        stop = stopped(link.await(control), -1);
      }
      return stop;
    } catch (RspException e) {
      throw link.failed(e);
    }
  }

  private long pc() {
    return registers().programCounter();
  }

  private Stop stopped(StopReply reply, long wanted) throws RspException {
    if (!reply.alive()) {
      return new Stop.Ended(now());
    }
    link.stopped();
    long t = now();
    Optional<StopReason.Watchpoint> hit = reply.watchpoint();
    if (hit.isPresent()) {
      return new Stop.Watched(t, hit.get().kind(), hit.get().address());
    }
    Signal signal = reply instanceof StopReply.Stopped s ? s.signal() : new Signal(0);
    // Where an instant and a breakpoint fall together, QEMU may tell of the instant only.
    if (link.points().stopsExecution() && link.points().stopsAt(pc())) {
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
    link.lend(borrower);
  }

  /** Ends the process if it is ours; leaves another's machine standing still, without traps. */
  @Override
  public void close() {
    link.close();
  }
}
