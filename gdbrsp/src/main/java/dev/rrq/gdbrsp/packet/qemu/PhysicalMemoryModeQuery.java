package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;

/**
 * {@code qqemu.PhyMemMode}: whether memory packets take physical addresses.
 *
 * @see <a href="https://www.qemu.org/docs/master/system/gdb.html#examining-physical-memory">QEMU,
 *     Examining physical memory</a>
 */
public record PhysicalMemoryModeQuery() implements Command<Boolean> {

  @Override
  public Payload encode() {
    return Payload.ascii("qqemu.PhyMemMode");
  }

  @Override
  public Boolean decode(Payload reply) throws RspException {
    if (!reply.is("0") && !reply.is("1")) {
      throw MalformedReplyException.expected("\"0\" or \"1\"", reply);
    }
    return reply.is("1");
  }
}
