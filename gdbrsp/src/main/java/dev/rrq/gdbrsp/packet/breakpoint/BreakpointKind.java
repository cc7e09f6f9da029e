package dev.rrq.gdbrsp.packet.breakpoint;

/**
 * What stops the target.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, Z0 to Z4</a>
 */
public enum BreakpointKind {
  /** {@code Z0}: an instruction, by changing memory; QEMU changes none. */
  SOFTWARE(0),
  /** {@code Z1}: an instruction, by a register of the CPU. */
  HARDWARE(1),
  /** {@code Z2}: a store. */
  WRITE(2),
  /** {@code Z3}: a load. */
  READ(3),
  /** {@code Z4}: a load or a store. */
  ACCESS(4);

  private final int code;

  BreakpointKind(int code) {
    this.code = code;
  }

  /** The digit in the packet. */
  public int code() {
    return code;
  }

  /** Whether data is watched, not instructions. */
  public boolean watches() {
    return this == WRITE || this == READ || this == ACCESS;
  }
}
