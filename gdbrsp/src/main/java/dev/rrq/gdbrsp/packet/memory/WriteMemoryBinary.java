package dev.rrq.gdbrsp.packet.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rrq.gdbrsp.codec.Escapes;
import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code X}: sets memory, with binary data. With no bytes it asks whether the stub knows the
 * packet.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, X</a>
 */
public final class WriteMemoryBinary implements Acknowledged {
  private final long address;
  private final byte[] bytes;

  /** For bytes from an address on. */
  public WriteMemoryBinary(long address, byte[] bytes) {
    this.address = address;
    this.bytes = bytes.clone();
  }

  @Override
  public Payload encode() {
    String head = "X" + Hex.number(address) + "," + Hex.number(bytes.length) + ":";
    return Payload.ascii(head + new String(Escapes.encode(bytes), ISO_8859_1));
  }
}
