package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;

/**
 * {@code qqemu.icount}: how many instructions have been executed. A QEMU with rrq's patch answers,
 * if it was started with {@code -icount}.
 */
public record IcountQuery() implements Command<Long> {

  @Override
  public Payload encode() {
    return Payload.ascii("qqemu.icount");
  }

  @Override
  public Long decode(Payload reply) throws RspException {
    PayloadReader reader = new PayloadReader(reply);
    long count = reader.hexNumber();
    reader.expectEnd();
    return count;
  }
}
