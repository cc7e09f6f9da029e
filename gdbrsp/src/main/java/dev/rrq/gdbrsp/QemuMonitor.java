package dev.rrq.gdbrsp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.FloodException;
import dev.rrq.gdbrsp.error.MonitorException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.monitor.MonitorCommand;
import dev.rrq.gdbrsp.packet.qemu.Seek;
import dev.rrq.gdbrsp.packet.resume.Continue;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * QEMU's human monitor, through its stub: replay to an instruction count, and snapshots.
 *
 * <p>An instruction count (icount) is the number of guest instructions run since the log began. The
 * target must stand still. Loading a snapshot needs a machine started with {@code -global
 * apic-common.vapic=off} when recorded and when replayed, or QEMU 7.2 hangs, unless it has rrq's
 * patch.
 *
 * @see <a href="https://www.qemu.org/docs/master/system/replay.html">QEMU, Record/replay</a>
 * @see <a href="https://www.qemu.org/docs/master/system/monitor.html">QEMU, Monitor</a>
 */
public final class QemuMonitor {
  private static final int LONGEST_OUTPUT = 1 << 20;

  private final Stub stub;
  private final CallLimits limits;

  QemuMonitor(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
  }

  /** Runs any command that does not make the target run, and gives what it prints. */
  public String execute(String command) throws RspException {
    try (Call call = stub.begin(limits)) {
      return execute(call, command);
    }
  }

  /** Whether QEMU records or replays, and the icount. */
  public ReplayStatus replayStatus() throws RspException {
    try (Call call = stub.begin(limits)) {
      return status(call);
    }
  }

  /** Makes a later resume stop exactly at an icount; there is one such stop at a time. */
  public void breakAt(long icount) throws RspException {
    try (Call call = stub.begin(limits)) {
      silently(call, "replay_break " + icount);
    }
  }

  /** Takes the stop at an icount away. */
  public void clearBreak() throws RspException {
    try (Call call = stub.begin(limits)) {
      silently(call, "replay_delete_break");
    }
  }

  /**
   * Runs a replay forward to an icount, or to a breakpoint before it.
   *
   * @param icount not before the present one
   * @return why it stopped; SIGINT at the icount
   */
  public StopReply runTo(long icount) throws RspException {
    try (Call call = stub.begin(limits)) {
      silently(call, "replay_break " + icount);
      call.resume(new Continue());
      return call.awaitStop();
    }
  }

  /**
   * Brings a replay to an icount in either direction, from the nearest snapshot where that is
   * shorter.
   *
   * @return why it stopped; SIGINT at the icount, or SIGTRAP where the stub itself goes there
   */
  public StopReply seek(long icount) throws RspException {
    try (Call call = stub.begin(limits)) {
      startSeek(call, icount);
      return call.awaitStop();
    }
  }

  /**
   * Begins to bring a replay to an icount, as {@link #seek} does, and returns as soon as it runs;
   * {@link Execution#awaitStop} waits until it is there.
   */
  public void startSeek(long icount) throws RspException {
    try (Call call = stub.begin(limits)) {
      startSeek(call, icount);
    }
  }

  private void startSeek(Call call, long icount) throws RspException {
    if (stub.features().seek()) {
      call.resume(new Seek(icount));
      return;
    }
    silently(call, "replay_seek " + icount);
    // The monitor starts the machine by itself, and its stop is told as if it had been resumed.
    call.expectStop(Payload.ascii("replay_seek " + icount));
  }

  /** Keeps the machine's state under a name. */
  public void saveSnapshot(String name) throws RspException {
    try (Call call = stub.begin(limits)) {
      silently(call, "savevm " + checked(name));
    }
  }

  /** Brings the machine's state of a name back. */
  public void loadSnapshot(String name) throws RspException {
    try (Call call = stub.begin(limits)) {
      silently(call, "loadvm " + checked(name));
    }
  }

  /** Forgets a state. */
  public void deleteSnapshot(String name) throws RspException {
    try (Call call = stub.begin(limits)) {
      silently(call, "delvm " + checked(name));
    }
  }

  /** The states that can be loaded. */
  public List<Snapshot> snapshots() throws RspException {
    try (Call call = stub.begin(limits)) {
      return Snapshot.parse(execute(call, "info snapshots"));
    }
  }

  /** Ends QEMU in good order, so that a log that it records is whole; closes the connection. */
  public void quit() throws RspException {
    try {
      execute("quit");
    } finally {
      stub.session().close("QEMU at " + stub.session().peer() + " was told to quit");
    }
  }

  private static ReplayStatus status(Call call) throws RspException {
    return ReplayStatus.parse(execute(call, "info replay"));
  }

  /** For commands that print nothing but what went wrong. */
  private static void silently(Call call, String command) throws RspException {
    String output = execute(call, command);
    if (!output.isBlank()) {
      throw new MonitorException(command, output);
    }
  }

  private static String execute(Call call, String command) throws RspException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] last =
        call.execute(
            new MonitorCommand(command),
            bytes -> output.write(bytes, 0, output.size() < LONGEST_OUTPUT ? bytes.length : 0));
    output.write(last, 0, last.length);
    if (output.size() >= LONGEST_OUTPUT) {
      throw new FloodException(
          "\"" + command + "\" printed more than " + LONGEST_OUTPUT + " bytes");
    }
    return output.toString(UTF_8).replace("\r\n", "\n");
  }

  private static String checked(String name) {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IllegalArgumentException(
          "a snapshot's name has letters, digits, '.', '_' and '-', not \"" + name + "\"");
    }
    return name;
  }
}
