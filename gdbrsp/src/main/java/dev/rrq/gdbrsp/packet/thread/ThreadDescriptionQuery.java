package dev.rrq.gdbrsp.packet.thread;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;

/**
 * {@code qThreadExtraInfo}: what the stub says of a thread, such as {@code CPU#0 [halted]}.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/General-Query-Packets.html">GDB
 *     manual, General Query Packets, qThreadExtraInfo</a>
 */
public record ThreadDescriptionQuery(ThreadId thread) implements Command<String> {

  @Override
  public Payload encode() {
    return Payload.ascii("qThreadExtraInfo," + thread);
  }

  @Override
  public String decode(Payload reply) throws RspException {
    return new String(PayloadReader.hexBytes(reply), UTF_8);
  }
}
