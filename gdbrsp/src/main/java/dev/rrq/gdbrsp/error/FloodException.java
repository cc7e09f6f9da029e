package dev.rrq.gdbrsp.error;

/** The stub sent a great many bytes that answer nothing. */
public final class FloodException extends RspException {
  private static final long serialVersionUID = 1;

  /** With a sentence for a user. */
  public FloodException(String message) {
    super(message);
  }
}
