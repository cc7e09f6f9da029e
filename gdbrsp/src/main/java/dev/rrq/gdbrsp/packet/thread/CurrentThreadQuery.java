package dev.rrq.gdbrsp.packet.thread;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;

/**
 * {@code qC}: the current thread.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/General-Query-Packets.html">GDB
 *     manual, General Query Packets, qC</a>
 */
public record CurrentThreadQuery() implements Command<ThreadId> {

  @Override
  public Payload encode() {
    return Payload.ascii("qC");
  }

  @Override
  public ThreadId decode(Payload reply) throws RspException {
    PayloadReader reader = new PayloadReader(reply);
    reader.expect('Q');
    reader.expect('C');
    ThreadId thread = ThreadId.parse(reader);
    reader.expectEnd();
    return thread;
  }
}
