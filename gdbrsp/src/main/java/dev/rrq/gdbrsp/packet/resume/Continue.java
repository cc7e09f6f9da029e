package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.codec.Payload;

/**
 * {@code c}: runs until something stops it.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, c</a>
 */
public record Continue() implements Resume {

  @Override
  public Payload encode() {
    return Payload.ascii("c");
  }
}
