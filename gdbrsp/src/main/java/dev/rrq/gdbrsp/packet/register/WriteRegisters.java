package dev.rrq.gdbrsp.packet.register;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code G}: sets all general registers, in the order and size in which {@code g} gives them.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, G</a>
 */
public final class WriteRegisters implements Acknowledged {
  private final byte[] bytes;

  /** With bytes in target byte order. */
  public WriteRegisters(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  @Override
  public Payload encode() {
    return Payload.ascii("G" + Hex.encode(bytes));
  }
}
