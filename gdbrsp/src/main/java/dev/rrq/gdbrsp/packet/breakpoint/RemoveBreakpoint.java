package dev.rrq.gdbrsp.packet.breakpoint;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code z}: takes a breakpoint away or watchpoint.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, z0 to z4</a>
 */
public record RemoveBreakpoint(Breakpoint breakpoint) implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("z" + breakpoint.parameters());
  }
}
