package dev.rrq.shell.failure;

/** The reader of an answer has gone; there is nothing to say and nobody to say it to. */
public final class BrokenPipeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Keeps the cause for --debug. */
  public BrokenPipeException(Throwable cause) {
    super("broken pipe", cause);
  }
}
