package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.codec.Payload;

/**
 * {@code bc}: runs backwards until something stops it. QEMU replays from its snapshots.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, bc</a>
 */
public record ReverseContinue() implements Resume {

  @Override
  public Payload encode() {
    return Payload.ascii("bc");
  }
}
