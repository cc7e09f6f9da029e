package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.codec.Payload;

/**
 * {@code s}: runs one instruction.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, s</a>
 */
public record Step() implements Resume {

  @Override
  public Payload encode() {
    return Payload.ascii("s");
  }
}
