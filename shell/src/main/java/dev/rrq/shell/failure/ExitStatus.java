package dev.rrq.shell.failure;

/** The exit statuses of the {@code rrq} command, by which scripts tell what happened. */
public enum ExitStatus {
  /** All was done. */
  DONE(0),
  /** A statement failed or an {@code expect} did not hold. */
  FAILED(1),
  /** Wrong usage or syntax. */
  USAGE(2),
  /** The environment lacks something: a program, a library, space on a disk. */
  ENVIRONMENT(3),
  /** The trace or store is damaged or of another version. */
  DAMAGED(4),
  /** Interrupted from the keyboard: 128 + SIGINT. */
  INTERRUPTED(130);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** What the process ends with. */
  public int code() {
    return code;
  }
}
