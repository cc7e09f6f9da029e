package dev.rrq.gdbrsp.error;

/**
 * The stub did not answer in the time that the call allows. The connection can still be used: the
 * late answer is dropped when it comes.
 */
public final class CallTimeoutException extends RspException {
  private static final long serialVersionUID = 1;

  /** With a sentence for a user. */
  public CallTimeoutException(String message) {
    super(message);
  }
}
