package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.codec.Payload;

/** Hears what a stub says unasked. It is called by the thread that waits in a call. */
public interface StubListener {
  /** Hears nothing. */
  StubListener DEAF = new StubListener() {};

  /**
   * {@code O}: the target's output, or the stub's.
   *
   * @see <a
   *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Stop-Reply-Packets.html">GDB
   *     manual, Stop Reply Packets, O</a>
   */
  default void output(byte[] bytes) {}

  /**
   * A notification.
   *
   * @see <a
   *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Notification-Packets.html">GDB
   *     manual, Notification Packets</a>
   */
  default void notification(Payload payload) {}

  /** A packet that answers nothing, such as QEMU's stop reply to a client that just came. */
  default void unasked(Payload payload) {}
}
