package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;
import java.util.HashSet;
import java.util.Set;

/**
 * {@code vCont?}: the letters of the actions that the stub knows.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html#vCont-packet">GDB
 *     manual, Packets, vCont?</a>
 */
public record ResumeActionsQuery() implements Command<Set<String>> {

  @Override
  public Payload encode() {
    return Payload.ascii("vCont?");
  }

  @Override
  public Set<String> decode(Payload reply) throws RspException {
    PayloadReader reader = new PayloadReader(reply);
    if (!reader.until(';').equals("vCont")) {
      throw MalformedReplyException.expected("\"vCont\" and its actions", reply);
    }
    Set<String> letters = new HashSet<>();
    while (!reader.atEnd()) {
      letters.add(reader.until(';'));
    }
    return Set.copyOf(letters);
  }
}
