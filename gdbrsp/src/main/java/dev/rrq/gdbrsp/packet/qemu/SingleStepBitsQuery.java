package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;

/**
 * {@code qqemu.sstepbits}: which bit stands for which single-step flag.
 *
 * @see <a
 *     href="https://www.qemu.org/docs/master/system/gdb.html#changing-single-stepping-behaviour">QEMU,
 *     Changing single-stepping behaviour</a>
 */
public record SingleStepBitsQuery() implements Command<SingleStepBits> {

  @Override
  public Payload encode() {
    return Payload.ascii("qqemu.sstepbits");
  }

  @Override
  public SingleStepBits decode(Payload reply) throws RspException {
    return SingleStepBits.parse(reply.text());
  }
}
