package dev.rrq.gdbrsp.packet.register;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;

/**
 * {@code g}: all general registers at once.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, g</a>
 */
public record ReadRegisters() implements Command<RawRegisters> {

  @Override
  public Payload encode() {
    return Payload.ascii("g");
  }

  @Override
  public RawRegisters decode(Payload reply) throws RspException {
    return RawRegisters.parse(reply);
  }
}
