package dev.rrq.gdbrsp.error;

/** The call was cancelled, or its thread interrupted, before the stub answered. */
public final class CallCancelledException extends RspException {
  private static final long serialVersionUID = 1;

  /** With a sentence for a user. */
  public CallCancelledException(String message) {
    super(message);
  }
}
