package dev.rrq.gdbrsp.packet.register;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;

/**
 * {@code p}: one register.
 *
 * @param number its number in the target description, at least 0
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, p</a>
 */
public record ReadRegister(int number) implements Command<RawRegisters> {

  @Override
  public Payload encode() {
    return Payload.ascii("p" + Hex.number(number));
  }

  @Override
  public RawRegisters decode(Payload reply) throws RspException {
    return RawRegisters.parse(reply);
  }
}
