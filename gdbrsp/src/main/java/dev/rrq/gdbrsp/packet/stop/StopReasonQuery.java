package dev.rrq.gdbrsp.packet.stop;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;

/**
 * {@code ?}: why the target stands still. QEMU takes all breakpoints away when it is asked.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, ?</a>
 */
public record StopReasonQuery() implements Command<StopReply> {

  @Override
  public Payload encode() {
    return Payload.ascii("?");
  }

  @Override
  public StopReply decode(Payload reply) throws RspException {
    return StopReply.parse(reply);
  }
}
