package dev.rrq.shell.session;

/** The trace could not be opened: no statement's fault, so it is reported without a place. */
final class NotOpenException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final RuntimeException reason;

  NotOpenException(RuntimeException reason) {
    super(reason);
    this.reason = reason;
  }

  RuntimeException reason() {
    return reason;
  }
}
