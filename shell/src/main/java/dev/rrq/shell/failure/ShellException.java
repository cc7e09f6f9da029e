package dev.rrq.shell.failure;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure that the shell itself finds: a sentence for the user, hints, and an exit status. */
public final class ShellException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ExitStatus status;
  private final transient List<String> hints;

  private ShellException(
      ExitStatus status, String message, List<String> hints, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.hints = List.copyOf(hints);
  }

  /** Wrong usage: an option, an argument, a file that is in the way. */
  public static ShellException usage(String message, String... hints) {
    return new ShellException(ExitStatus.USAGE, message, List.of(hints), null);
  }

  /** A statement that could not be carried out. */
  public static ShellException failed(String message, String... hints) {
    return new ShellException(ExitStatus.FAILED, message, List.of(hints), null);
  }

  /** The same, with what caused it for {@code --debug}. */
  public static ShellException failed(String message, Throwable cause) {
    return new ShellException(ExitStatus.FAILED, message, List.of(), cause);
  }

  /** Something that the machine lacks; a hint says the command that mends it. */
  public static ShellException environment(String message, String... hints) {
    return new ShellException(ExitStatus.ENVIRONMENT, message, List.of(hints), null);
  }

  /** A trace that cannot be read. */
  public static ShellException damaged(String message, String... hints) {
    return new ShellException(ExitStatus.DAMAGED, message, List.of(hints), null);
  }

  /** Ctrl-C. */
  public static ShellException interrupted() {
    return new ShellException(ExitStatus.INTERRUPTED, "interrupted", List.of(), null);
  }

  /** What the process should end with. */
  public ExitStatus status() {
    return status;
  }

  /** What the user may do about it; may be empty. */
  public List<String> hints() {
    return hints;
  }
}
