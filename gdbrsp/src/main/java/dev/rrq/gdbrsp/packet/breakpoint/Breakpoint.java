package dev.rrq.gdbrsp.packet.breakpoint;

import dev.rrq.gdbrsp.codec.Hex;

/**
 * A breakpoint or watchpoint.
 *
 * @param kind what stops the target
 * @param address of the instruction or of the first byte watched
 * @param length bytes watched, at least 1; for instructions the architecture's kind of breakpoint,
 *     1 on x86-64, 4 on aarch64
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, Z0 to Z4</a>
 */
public record Breakpoint(BreakpointKind kind, long address, int length) {

  /** Checks the length. */
  public Breakpoint {
    if (length < 1) {
      throw new IllegalArgumentException("a breakpoint of " + length + " bytes");
    }
  }

  /** Stops before an instruction of x86-64 runs. */
  public static Breakpoint at(long address) {
    return new Breakpoint(BreakpointKind.SOFTWARE, address, 1);
  }

  /** Stops after a store to some of the bytes; the pc is then that of the next instruction. */
  public static Breakpoint onWrite(long address, int length) {
    return new Breakpoint(BreakpointKind.WRITE, address, length);
  }

  /** Stops after a load of some of the bytes. */
  public static Breakpoint onRead(long address, int length) {
    return new Breakpoint(BreakpointKind.READ, address, length);
  }

  /** Stops after a load of or a store to some of the bytes. */
  public static Breakpoint onAccess(long address, int length) {
    return new Breakpoint(BreakpointKind.ACCESS, address, length);
  }

  String parameters() {
    return kind.code() + "," + Hex.number(address) + "," + Hex.number(length);
  }
}
