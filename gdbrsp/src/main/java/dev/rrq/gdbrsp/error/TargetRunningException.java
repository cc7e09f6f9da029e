package dev.rrq.gdbrsp.error;

/** The target runs, and a running target answers nothing but an interrupt. */
public final class TargetRunningException extends RspException {
  private static final long serialVersionUID = 1;

  /** With a sentence for a user. */
  public TargetRunningException(String message) {
    super(message);
  }
}
