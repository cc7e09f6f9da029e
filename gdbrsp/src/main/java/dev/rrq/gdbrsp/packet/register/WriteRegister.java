package dev.rrq.gdbrsp.packet.register;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code P}: sets one register.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, P</a>
 */
public final class WriteRegister implements Acknowledged {
  private final int number;
  private final byte[] bytes;

  /**
   * A new value of a register.
   *
   * @param number its number in the target description, at least 0
   * @param bytes its value in target byte order
   */
  public WriteRegister(int number, byte[] bytes) {
    this.number = number;
    this.bytes = bytes.clone();
  }

  @Override
  public Payload encode() {
    return Payload.ascii("P" + Hex.number(number) + "=" + Hex.encode(bytes));
  }
}
