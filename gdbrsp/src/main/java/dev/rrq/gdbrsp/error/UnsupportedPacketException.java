package dev.rrq.gdbrsp.error;

/**
 * The stub does not know a packet: it answered nothing, or never offered it.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Standard-Replies.html">GDB
 *     manual, Standard Replies</a>
 */
public final class UnsupportedPacketException extends RspException {
  private static final long serialVersionUID = 1;

  /** With a sentence for a user. */
  public UnsupportedPacketException(String message) {
    super(message);
  }
}
