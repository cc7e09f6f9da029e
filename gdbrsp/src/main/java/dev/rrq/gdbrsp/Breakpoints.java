package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.InsertBreakpoint;
import dev.rrq.gdbrsp.packet.breakpoint.RemoveBreakpoint;

/**
 * Breakpoints and watchpoints. The stub keeps them until they are taken away or the next client
 * comes.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, Z0 to Z4</a>
 */
public final class Breakpoints {
  private final Stub stub;
  private final CallLimits limits;

  Breakpoints(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
  }

  /** Sets one. */
  public void insert(Breakpoint breakpoint) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.execute(new InsertBreakpoint(breakpoint));
    }
  }

  /** Takes one away, which must be given as it was set. */
  public void remove(Breakpoint breakpoint) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.execute(new RemoveBreakpoint(breakpoint));
    }
  }
}
