package dev.rrq.gdbrsp.packet.thread;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code H}: the thread that the packets after it are about.
 *
 * @param operation {@code g} for registers and memory, {@code c} for {@code c} and {@code s}
 * @param thread the thread
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, H</a>
 */
public record SelectThread(char operation, ThreadId thread) implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("H" + operation + thread);
  }
}
