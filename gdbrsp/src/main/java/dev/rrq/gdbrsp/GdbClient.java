package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.feature.StubFeatures;
import dev.rrq.gdbrsp.packet.session.Detach;
import dev.rrq.gdbrsp.packet.session.Kill;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.target.RegisterLayout;
import dev.rrq.gdbrsp.transport.ChannelTransport;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.gdbrsp.transport.Transport;
import java.io.IOException;
import java.time.Duration;

/**
 * A connection to a GDB stub, such as QEMU's.
 *
 * <pre>{@code
 * try (GdbClient gdb = GdbClient.connect(Endpoint.parse("unix:/tmp/gdb.sock"))) {
 *   gdb.breakpoints().insert(Breakpoint.onWrite(address, 8));
 *   StopReply stop = gdb.within(CallLimits.unlimited()).execution().continueToStop();
 *   long pc = gdb.registers().read().programCounter();
 * }
 * }</pre>
 *
 * <p>One thread at a time may call; {@link Execution#interrupt}, {@link Cancellation#cancel} and
 * {@link #close} may come from any. Every call ends within its {@link CallLimits}, {@link
 * CallLimits#STANDARD} unless {@link #within} says otherwise, and every failure is an {@link
 * RspException} whose message is fit for a user.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Remote-Protocol.html">GDB
 *     manual, GDB Remote Serial Protocol</a>
 */
public final class GdbClient implements AutoCloseable {
  private final Stub stub;
  private final CallLimits limits;
  private final Registers registers;
  private final Memory memory;
  private final Breakpoints breakpoints;
  private final Execution execution;
  private final Threads threads;
  private final QemuSettings qemu;
  private final QemuMonitor monitor;

  private GdbClient(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
    this.registers = new Registers(stub, limits);
    this.memory = new Memory(stub, limits);
    this.breakpoints = new Breakpoints(stub, limits);
    this.execution = new Execution(stub, limits);
    this.threads = new Threads(stub, limits);
    this.qemu = new QemuSettings(stub, limits);
    this.monitor = new QemuMonitor(stub, limits);
  }

  /** Connects to a stub with the standard limits, and hears nothing that it says unasked. */
  public static GdbClient connect(Endpoint endpoint) throws RspException {
    return connect(endpoint, CallLimits.STANDARD, StubListener.DEAF);
  }

  /** Connects to a stub; the limits hold for connecting and for later calls. */
  public static GdbClient connect(Endpoint endpoint, CallLimits limits, StubListener listener)
      throws RspException {
    long timeout = limits.timeout().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    try {
      return over(ChannelTransport.connect(endpoint, timeout), limits, listener);
    } catch (RspException expected) {
      throw expected;
    } catch (IOException refused) {
      DisconnectedException none =
          new DisconnectedException("no stub answers at " + endpoint + ": " + refused.getMessage());
      none.initCause(refused);
      throw none;
    }
  }

  /** Begins to talk to a stub over a stream that is already there; it is closed if that fails. */
  public static GdbClient over(Transport transport, CallLimits limits, StubListener listener)
      throws RspException {
    Session session = new Session(transport, listener);
    Stub stub = new Stub(session);
    try (Call call = stub.begin(limits)) {
      stub.greet(call);
    } catch (RspException failed) {
      session.close("the stub at " + transport.peer() + " was not greeted");
      throw failed;
    }
    return new GdbClient(stub, limits);
  }

  /** The same connection, with other limits for each call. */
  public GdbClient within(CallLimits other) {
    return new GdbClient(stub, other);
  }

  /** What the stub can do. */
  public StubFeatures features() {
    return stub.features();
  }

  /** Why the target stood still when this client came. */
  public StopReply initialStop() {
    return stub.initialStop();
  }

  /** What registers the target has; asked once. */
  public RegisterLayout layout() throws RspException {
    try (Call call = stub.begin(limits)) {
      return stub.layout(call);
    }
  }

  /** The registers' values. */
  public Registers registers() {
    return registers;
  }

  /** The target's memory. */
  public Memory memory() {
    return memory;
  }

  /** Breakpoints and watchpoints. */
  public Breakpoints breakpoints() {
    return breakpoints;
  }

  /** Running, stepping and stopping, in both directions. */
  public Execution execution() {
    return execution;
  }

  /** Threads, which are vCPUs with QEMU. */
  public Threads threads() {
    return threads;
  }

  /** What only QEMU has. */
  public QemuSettings qemu() {
    return qemu;
  }

  /** QEMU's monitor: replay, snapshots and the rest. */
  public QemuMonitor monitor() {
    return monitor;
  }

  /** Sends any request and reads its answer. */
  public <R> R execute(Command<R> command) throws RspException {
    try (Call call = stub.begin(limits)) {
      return call.execute(command);
    }
  }

  /** Reads any of the stub's objects whole ({@code qXfer}), up to 1 MiB. */
  public byte[] object(String object, String annex) throws RspException {
    try (Call call = stub.begin(limits)) {
      return stub.object(call, object, annex);
    }
  }

  /** Lets the target run without a debugger, and closes the connection. */
  public void detach() throws RspException {
    try (Call call = stub.begin(limits)) {
      call.execute(new Detach());
    } finally {
      close();
    }
  }

  /** Ends the target, with QEMU the emulator itself, and closes the connection. */
  public void kill() throws RspException {
    try (Call call = stub.begin(limits)) {
      killWith(call);
    } finally {
      close();
    }
  }

  private static void killWith(Call call) throws RspException {
    try {
      call.execute(new Kill(1));
    } catch (UnsupportedPacketException | StubErrorException older) {
      call.post(Kill.UNANSWERED);
    } catch (DisconnectedException gone) {
      // A stub that dies before it has answered has done what was asked.
    }
  }

  /** Closes the connection, from any thread. The target stays as it is. */
  @Override
  public void close() {
    stub.session().close("this side closed the connection to " + stub.session().peer());
  }
}
