package dev.rrq.gdbrsp.packet.feature;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code QStartNoAckMode}: from its answer on, neither side acknowledges packets.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packet-Acknowledgment.html">GDB
 *     manual, Packet Acknowledgment</a>
 */
public record StartNoAckMode() implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("QStartNoAckMode");
  }
}
