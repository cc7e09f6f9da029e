package dev.rrq.gdbrsp.packet.stop;

import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;

/**
 * Why a target stopped, where the stub says more than the signal.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Stop-Reply-Packets.html">GDB
 *     manual, Stop Reply Packets</a>
 */
public sealed interface StopReason {

  /** The stub gives nothing but the signal. QEMU does so for breakpoints and steps too. */
  record Unspecified() implements StopReason {}

  /**
   * {@code watch}, {@code rwatch}, {@code awatch}: a watchpoint was hit.
   *
   * @param kind {@code WRITE}, {@code READ} or {@code ACCESS}
   * @param address that was accessed, or the watchpoint's own
   */
  record Watchpoint(BreakpointKind kind, long address) implements StopReason {}

  /** {@code swbreak}, {@code hwbreak}: a breakpoint was hit. */
  record BreakpointHit(BreakpointKind kind) implements StopReason {}

  /**
   * {@code replaylog}: going on would leave the recorded time.
   *
   * @param end whether at its end; else at its beginning
   */
  record ReplayLogEdge(boolean end) implements StopReason {}

  /** {@code library}: the list of loaded libraries changed. */
  record LibrariesChanged() implements StopReason {}

  /**
   * {@code fork}, {@code vfork}, {@code vforkdone}, {@code exec}, {@code create}, {@code
   * syscall_entry}, {@code syscall_return} and whatever comes later, as the stub wrote it.
   */
  record Other(String name, String value) implements StopReason {}
}
