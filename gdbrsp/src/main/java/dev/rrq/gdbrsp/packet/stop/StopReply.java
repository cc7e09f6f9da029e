package dev.rrq.gdbrsp.packet.stop;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.register.RawRegisters;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a stub says when the target does not run, or no longer.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Stop-Reply-Packets.html">GDB
 *     manual, Stop Reply Packets</a>
 */
public sealed interface StopReply {

  /**
   * {@code S} and {@code T}: the target stopped and can go on.
   *
   * @param signal that stopped it
   * @param reason what the stub says beyond the signal
   * @param thread that stopped; QEMU always names one
   * @param registers by number, those that the stub gave at once; QEMU gives none
   * @param icount the instruction count, which QEMU tells with rrq's patch
   */
  record Stopped(
      Signal signal,
      StopReason reason,
      Optional<ThreadId> thread,
      Map<Integer, RawRegisters> registers,
      OptionalLong icount)
      implements StopReply {

    /** From a stub that tells no instruction count. */
    public Stopped(
        Signal signal,
        StopReason reason,
        Optional<ThreadId> thread,
        Map<Integer, RawRegisters> registers) {
      this(signal, reason, thread, registers, OptionalLong.empty());
    }

    /** Keeps a copy of the map. */
    public Stopped {
      registers = Map.copyOf(registers);
    }
  }

  /**
   * {@code W}: the target ended by itself. QEMU sends it when the machine is switched off.
   *
   * @param status exit status, 0 to 255
   */
  record Exited(int status) implements StopReply {}

  /** {@code X}: a signal ended the target. */
  record Terminated(Signal signal) implements StopReply {}

  /**
   * {@code w}: one thread ended.
   *
   * @param status exit status, 0 to 255
   * @param thread that ended
   */
  record ThreadExited(int status, ThreadId thread) implements StopReply {}

  /** {@code N}: nothing is left to run or to wait for. */
  record NothingRuns() implements StopReply {}

  /**
   * {@code F}: the target wants its debugger to make a system call (semihosting). This library does
   * not make any; the call is given as the stub wrote it.
   *
   * @see <a
   *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/File_002dI_002fO-Remote-Protocol-Extension.html">GDB
   *     manual, File-I/O Remote Protocol Extension</a>
   */
  record SystemCall(String call) implements StopReply {}

  /** Reads a stop reply. */
  static StopReply parse(Payload reply) throws RspException {
    return StopReplyParser.parse(reply);
  }

  /** Whether there is still a target to talk to. */
  default boolean alive() {
    return !(this instanceof Exited || this instanceof Terminated);
  }

  /** The watchpoint that was hit, if that is the reason. */
  default Optional<StopReason.Watchpoint> watchpoint() {
    return this instanceof Stopped stopped
            && stopped.reason() instanceof StopReason.Watchpoint watchpoint
        ? Optional.of(watchpoint)
        : Optional.empty();
  }
}
