package dev.rrq.gdbrsp.packet.thread;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code T}: fails if a thread is gone.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, T</a>
 */
public record ThreadAlive(ThreadId thread) implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("T" + thread);
  }
}
