package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.codec.Payload;

/**
 * {@code bs}: goes one instruction back. QEMU replays from its nearest snapshot.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, bs</a>
 */
public record ReverseStep() implements Resume {

  @Override
  public Payload encode() {
    return Payload.ascii("bs");
  }
}
