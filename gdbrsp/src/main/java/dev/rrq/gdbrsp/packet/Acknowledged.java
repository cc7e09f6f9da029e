package dev.rrq.gdbrsp.packet;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;

/**
 * A request whose only good answer is {@code OK}.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Standard-Replies.html">GDB
 *     manual, Standard Replies</a>
 */
public interface Acknowledged extends Command<Done> {

  @Override
  default Done decode(Payload reply) throws RspException {
    PayloadReader.expectOk(reply);
    return Done.DONE;
  }
}
