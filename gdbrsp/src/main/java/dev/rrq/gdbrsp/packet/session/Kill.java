package dev.rrq.gdbrsp.packet.session;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code vKill}: ends the target; with QEMU, the emulator. Unlike {@code k} it is answered.
 *
 * @param process its number; QEMU has one process for each cluster of CPUs, from 1
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, vKill</a>
 */
public record Kill(long process) implements Acknowledged {
  /** {@code k}: the older way, for stubs that do not know this one; it has no answer. */
  public static final Payload UNANSWERED = Payload.ascii("k");

  @Override
  public Payload encode() {
    return Payload.ascii("vKill;" + Hex.number(process));
  }
}
