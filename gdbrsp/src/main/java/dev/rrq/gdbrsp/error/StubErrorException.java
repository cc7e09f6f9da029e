package dev.rrq.gdbrsp.error;

/**
 * The stub understood the request and refused it.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Standard-Replies.html">GDB
 *     manual, Standard Replies</a>
 */
public final class StubErrorException extends RspException {
  private static final long serialVersionUID = 1;

  private final String error;

  /**
   * A refusal.
   *
   * @param error two hexadecimal digits that only the stub's authors understand, or its own words
   */
  public StubErrorException(String message, String error) {
    super(message);
    this.error = error;
  }

  /** The stub's error: two digits such as {@code 14}, or text. */
  public String error() {
    return error;
  }
}
