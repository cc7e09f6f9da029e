package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.packet.thread.CurrentThreadQuery;
import dev.rrq.gdbrsp.packet.thread.SelectThread;
import dev.rrq.gdbrsp.packet.thread.ThreadAlive;
import dev.rrq.gdbrsp.packet.thread.ThreadDescriptionQuery;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import dev.rrq.gdbrsp.packet.thread.ThreadListQuery;
import java.util.ArrayList;
import java.util.List;

/**
 * Threads; with QEMU the vCPUs.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, H and T</a>
 */
public final class Threads {
  /** Far more than any machine has CPUs; a stub that lists more never ends. */
  private static final int MOST = 1 << 16;

  private final Stub stub;
  private final CallLimits limits;

  Threads(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
  }

  /** The thread that the stub thinks of when none is named. */
  public ThreadId current() throws RspException {
    try (Call call = stub.begin(limits)) {
      return call.execute(new CurrentThreadQuery());
    }
  }

  /** All threads. */
  public List<ThreadId> all() throws RspException {
    try (Call call = stub.begin(limits)) {
      List<ThreadId> all = new ArrayList<>();
      List<ThreadId> some = call.execute(new ThreadListQuery(true));
      while (!some.isEmpty()) {
        all.addAll(some);
        if (all.size() > MOST) {
          throw MalformedReplyException.expected(
              "a list of at most " + MOST + " threads", "more than that");
        }
        some = call.execute(new ThreadListQuery(false));
      }
      return all;
    }
  }

  /** Makes later register and memory calls be about this thread. */
  public void select(ThreadId thread) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.execute(new SelectThread('g', thread));
    }
  }

  /** Whether a thread is still there. */
  public boolean alive(ThreadId thread) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.execute(new ThreadAlive(thread));
      return true;
    } catch (StubErrorException gone) {
      return false;
    }
  }

  /** What the stub says of a thread, such as {@code CPU#0 [running]}. */
  public String description(ThreadId thread) throws RspException {
    try (Call call = stub.begin(limits)) {
      return call.execute(new ThreadDescriptionQuery(thread));
    }
  }
}
