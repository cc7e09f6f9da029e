package dev.rrq.gdbrsp.packet.stop;

import java.util.Map;

/**
 * A signal in GDB's own numbering, which is the same on every system.
 *
 * @param number 0 (none) to 255
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Stop-Reply-Packets.html">GDB
 *     manual, Stop Reply Packets</a>
 */
public record Signal(int number) {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(0, "no signal"),
          Map.entry(1, "SIGHUP"),
          Map.entry(2, "SIGINT"),
          Map.entry(3, "SIGQUIT"),
          Map.entry(4, "SIGILL"),
          Map.entry(5, "SIGTRAP"),
          Map.entry(6, "SIGABRT"),
          Map.entry(8, "SIGFPE"),
          Map.entry(9, "SIGKILL"),
          Map.entry(10, "SIGBUS"),
          Map.entry(11, "SIGSEGV"),
          Map.entry(14, "SIGALRM"),
          Map.entry(15, "SIGTERM"),
          Map.entry(23, "SIGIO"),
          Map.entry(24, "SIGXCPU"));

  /** A breakpoint, watchpoint or step; with QEMU any debug event. */
  public static final Signal TRAP = new Signal(5);

  /** An interrupt by the debugger; with QEMU any pause, so also a reached {@code replay_break}. */
  public static final Signal INTERRUPT = new Signal(2);

  @Override
  public String toString() {
    return NAMES.getOrDefault(number, "signal " + number);
  }
}
