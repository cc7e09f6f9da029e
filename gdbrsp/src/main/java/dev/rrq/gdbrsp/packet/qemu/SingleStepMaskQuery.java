package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;

/**
 * {@code qqemu.sstep}: the single-step flags in force, as a mask of {@link SingleStepBits}.
 *
 * @see <a
 *     href="https://www.qemu.org/docs/master/system/gdb.html#changing-single-stepping-behaviour">QEMU,
 *     Changing single-stepping behaviour</a>
 */
public record SingleStepMaskQuery() implements Command<Long> {

  @Override
  public Payload encode() {
    return Payload.ascii("qqemu.sstep");
  }

  @Override
  public Long decode(Payload reply) throws RspException {
    PayloadReader reader = new PayloadReader(reply);
    reader.expect('0');
    reader.expect('x');
    long mask = reader.hexNumber();
    reader.expectEnd();
    return mask;
  }
}
