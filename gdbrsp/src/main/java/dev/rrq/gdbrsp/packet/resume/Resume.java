package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.stop.StopReply;

/** A request that lets the target run; its answer comes when the target stops. */
public interface Resume extends Command<StopReply> {

  @Override
  default StopReply decode(Payload reply) throws RspException {
    return StopReply.parse(reply);
  }
}
