package dev.rrq.gdbrsp.packet.thread;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code qfThreadInfo} and {@code qsThreadInfo}: the threads, some at a time; none when all were
 * given.
 *
 * @param first whether the list begins anew
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/General-Query-Packets.html">GDB
 *     manual, General Query Packets, qfThreadInfo</a>
 */
public record ThreadListQuery(boolean first) implements Command<List<ThreadId>> {

  @Override
  public Payload encode() {
    return Payload.ascii(first ? "qfThreadInfo" : "qsThreadInfo");
  }

  @Override
  public List<ThreadId> decode(Payload reply) throws RspException {
    PayloadReader reader = new PayloadReader(reply);
    List<ThreadId> threads = new ArrayList<>();
    if (reader.accept('l')) {
      reader.expectEnd();
      return threads;
    }
    reader.expect('m');
    do {
      threads.add(ThreadId.parse(reader));
    } while (reader.accept(','));
    reader.expectEnd();
    return threads;
  }
}
