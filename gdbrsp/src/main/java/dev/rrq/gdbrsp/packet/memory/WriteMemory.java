package dev.rrq.gdbrsp.packet.memory;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code M}: sets memory, with two digits for each byte.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, M</a>
 */
public final class WriteMemory implements Acknowledged {
  private final long address;
  private final byte[] bytes;

  /** For bytes from an address on. */
  public WriteMemory(long address, byte[] bytes) {
    this.address = address;
    this.bytes = bytes.clone();
  }

  @Override
  public Payload encode() {
    return Payload.ascii(
        "M" + Hex.number(address) + "," + Hex.number(bytes.length) + ":" + Hex.encode(bytes));
  }
}
