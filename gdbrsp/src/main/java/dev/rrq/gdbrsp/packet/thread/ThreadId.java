package dev.rrq.gdbrsp.packet.thread;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.packet.PayloadReader;

/**
 * A thread as the protocol names it. QEMU gives vCPU n the thread n + 1.
 *
 * @param process its process, {@link #NO_PROCESS} if the stub names none, {@link #ALL} for all
 * @param thread its number from 1, {@link #ANY} or {@link #ALL}
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html#thread_002did-syntax">GDB
 *     manual, Packets, thread-id syntax</a>
 */
public record ThreadId(long process, long thread) {
  /** Every thread or process. */
  public static final long ALL = -1;

  /** Any one thread or process. */
  public static final long ANY = 0;

  /** The stub does not name processes. */
  public static final long NO_PROCESS = -2;

  /** A thread of a stub that names no processes. */
  public static ThreadId of(long thread) {
    return new ThreadId(NO_PROCESS, thread);
  }

  /** Reads a thread id. */
  public static ThreadId parse(PayloadReader reader) throws MalformedReplyException {
    if (!reader.accept('p')) {
      return of(number(reader));
    }
    long process = number(reader);
    return new ThreadId(process, reader.accept('.') ? number(reader) : ALL);
  }

  private static long number(PayloadReader reader) throws MalformedReplyException {
    if (reader.accept('-')) {
      reader.expect('1');
      return ALL;
    }
    return reader.hexNumber();
  }

  /** As the protocol writes it. */
  @Override
  public String toString() {
    return process == NO_PROCESS ? text(thread) : "p" + text(process) + "." + text(thread);
  }

  private static String text(long number) {
    return number == ALL ? "-1" : Hex.number(number);
  }
}
