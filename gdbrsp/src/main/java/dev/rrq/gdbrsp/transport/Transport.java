package dev.rrq.gdbrsp.transport;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A stream of bytes to a stub and back. One thread reads; any may write, wake and close.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Connecting.html">GDB manual,
 *     Connecting to a Remote Target</a>
 */
public interface Transport extends Closeable {

  /**
   * Writes all of the bytes, unmixed with those of other threads.
   *
   * @return whether the other side took them within the time; if not, the stream is of no more use
   */
  boolean write(byte[] bytes, long timeoutNanos) throws IOException;

  /**
   * Waits for bytes and puts as many as are there into the buffer.
   *
   * @return how many, -1 at the end of the stream, 0 when the time was over, or another thread
   *     called {@link #wake}, or this one was interrupted
   */
  int read(ByteBuffer into, long timeoutNanos) throws IOException;

  /** Makes a read that waits return now, or the next one if none does. */
  void wake();

  /** Who is at the other end, as a user would write it. */
  String peer();

  /** The time by which timeouts are measured, in nanoseconds from any fixed moment. */
  default long nanoTime() {
    return System.nanoTime();
  }
}
