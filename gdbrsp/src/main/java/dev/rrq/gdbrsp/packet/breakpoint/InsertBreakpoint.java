package dev.rrq.gdbrsp.packet.breakpoint;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code Z}: sets a breakpoint or watchpoint.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, Z0 to Z4</a>
 */
public record InsertBreakpoint(Breakpoint breakpoint) implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("Z" + breakpoint.parameters());
  }
}
