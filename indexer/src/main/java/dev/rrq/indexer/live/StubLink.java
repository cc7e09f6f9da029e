package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.ReplayStatus;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.CallTimeoutException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.gdbrsp.transport.Transport;
import dev.rrq.indexer.IndexerException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a machine's stub, the one owner of it and of the process behind it, if that is
 * ours; and what the machine said of itself since it last stopped.
 */
final class StubLink implements AutoCloseable {

  /** How long to wait for a stop before the caller is asked whether it still wants one. */
  private static final CallLimits POLL = CallLimits.within(Duration.ofMillis(100));

  /** What an honest stub needs to stop, or to load a snapshot, on a busy machine. */
  static final CallLimits PATIENT = CallLimits.within(Duration.ofMinutes(1));

  private final @Nullable LongFunction<Host> starter;
  private final StopPoints points = new StopPoints();
  private Host host;
  private GdbClient gdb;
  private LiveMemory memory;
  private ReplayStatus status;
  private @Nullable RegisterValues registers;

  private StubLink(@Nullable LongFunction<Host> starter, Host host, GdbClient gdb)
      throws RspException {
    this.starter = starter;
    this.host = host;
    this.gdb = gdb;
    this.memory = new LiveMemory(gdb);
    this.status = gdb.monitor().replayStatus();
  }

  /**
   * To a process of ours.
   *
   * @param starter starts one that stands at or before an instant
   */
  static StubLink own(LongFunction<Host> starter, long t) {
    Host host = starter.apply(t);
    try {
      return over(starter, host, connected(host));
    } catch (RspException | RuntimeException e) {
      host.close();
      throw e instanceof RspException broken ? failure(broken) : (RuntimeException) e;
    }
  }

  /** To a machine that somebody else started. */
  static StubLink foreign(Endpoint endpoint) {
    try {
      Host host = new ForeignHost(Optional.of(endpoint));
      return over(null, host, GdbClient.connect(endpoint));
    } catch (RspException e) {
      throw failure(e);
    }
  }

  /** Over a stream that is already there. */
  static StubLink over(Transport transport) {
    try {
      GdbClient gdb = GdbClient.over(transport, CallLimits.STANDARD, StubListener.DEAF);
      return over(null, new ForeignHost(Optional.empty()), gdb);
    } catch (RspException e) {
      throw failure(e);
    }
  }

  private static StubLink over(@Nullable LongFunction<Host> starter, Host host, GdbClient gdb)
      throws RspException {
    try {
      return new StubLink(starter, host, gdb);
    } catch (RspException e) {
      gdb.close();
      throw e;
    }
  }

  private static GdbClient connected(Host host) throws RspException {
    Endpoint endpoint = host.endpoint().orElseThrow();
    return GdbClient.connect(endpoint, PATIENT, StubListener.DEAF).within(CallLimits.STANDARD);
  }

  static IndexerException failure(RspException e) {
    return IndexerException.failed(e.getMessage(), e);
  }

  /** The failure of a call, with what the process said last if it has ended. */
  IndexerException failed(RspException e) {
    String words = host.lastWords();
    return words.isEmpty()
        ? failure(e)
        : IndexerException.failed("QEMU has ended; its last words:\n" + words, e);
  }

  // ---- where it stands ----

  /** The client, until the process is replaced or the stub was lent. */
  GdbClient gdb() {
    return gdb;
  }

  /** The memory, for as long as {@link #gdb}. */
  LiveMemory memory() {
    return memory;
  }

  /** What the replay's status was when it stopped. */
  ReplayStatus status() {
    return status;
  }

  /** The registers, which are asked for once after each stop. */
  RegisterValues registers() throws RspException {
    if (registers == null) {
      registers = gdb.registers().read();
    }
    return registers;
  }

  /** The breakpoints. */
  StopPoints points() {
    return points;
  }

  /** Lets the stub have these breakpoints and no others. */
  void enforce(Set<Breakpoint> wanted) throws RspException {
    points.enforce(gdb, wanted);
  }

  // ---- while it runs ----

  /** Waits until the machine, which runs, stops; interrupts it when that is wanted. */
  StopReply await(Control control) throws RspException {
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

  /** Asks for the status after a stop. */
  void stopped() throws RspException {
    status = gdb.monitor().replayStatus();
  }

  // ---- others ----

  /** Whether the process is ours, so that another can take its place. */
  boolean isReplaceable() {
    return starter != null;
  }

  /** Ends the process, which must be ours, and starts another, at or before an instant. */
  void replace(long t) {
    gdb.close();
    host.close();
    host = Objects.requireNonNull(starter).apply(t);
    try {
      reconnected(connected(host));
    } catch (RspException e) {
      throw failed(e);
    }
  }

  /**
   * Lets another client have the stub, and takes it back at whatever instant that one leaves it.
   *
   * @param borrower is given the place where the stub listens
   */
  void lend(Consumer<Endpoint> borrower) {
    Endpoint endpoint =
        host.endpoint()
            .orElseThrow(() -> IndexerException.failed("this stub can have no other client"));
    try {
      enforce(Set.of());
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
      enforce(Set.of());
      memory.restore();
    } catch (RspException e) {
      // It is gone, or will not listen: there is nothing left to tidy up there.
    } finally {
      gdb.close();
      host.close();
    }
  }
}
