package dev.rrq.gdbrsp.packet.session;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code D}: the target runs on without a debugger.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, D</a>
 */
public record Detach() implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("D");
  }
}
