package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.codec.Payload;
import java.util.List;

/**
 * {@code vCont}: resumes threads, each in its own way.
 *
 * @param actions the first that names a thread holds for it; threads that none names stand still
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html#vCont-packet">GDB
 *     manual, Packets, vCont</a>
 */
public record ResumeThreads(List<ResumeAction> actions) implements Resume {

  /** Keeps a copy of the list. */
  public ResumeThreads {
    actions = List.copyOf(actions);
  }

  @Override
  public Payload encode() {
    StringBuilder packet = new StringBuilder("vCont");
    actions.forEach(action -> packet.append(action.encode()));
    return Payload.ascii(packet.toString());
  }
}
