package dev.rrq.gdbrsp.packet.memory;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;

/**
 * {@code m}: bytes of memory. The stub may give fewer than asked, but not none.
 *
 * @param address of the first byte, 64 bits without sign
 * @param length in bytes, at least 1
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, m</a>
 */
public record ReadMemory(long address, int length) implements Command<byte[]> {

  @Override
  public Payload encode() {
    return Payload.ascii("m" + Hex.number(address) + "," + Hex.number(length));
  }

  @Override
  public byte[] decode(Payload reply) throws RspException {
    PayloadReader reader = new PayloadReader(reply);
    byte[] bytes = reader.hexBytes();
    reader.expectEnd();
    if (bytes.length == 0 || bytes.length > length) {
      throw MalformedReplyException.expected("1 to " + length + " bytes of memory", reply);
    }
    return bytes;
  }
}
