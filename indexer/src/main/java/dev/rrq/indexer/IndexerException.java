package dev.rrq.indexer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A failure with a sentence for the user, what may mend it, and what kind of failure it is. */
public final class IndexerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final transient List<String> hints;

  private IndexerException(
      Kind kind, String message, List<String> hints, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.hints = List.copyOf(hints);
  }

  /** What went wrong; the command line has one exit status for each. */
  public enum Kind {
    /** Wrong input: an option, a file that is in the way. Exit status 2. */
    USAGE,
    /** What was asked for could not be done. Exit status 1. */
    FAILED,
    /** The machine lacks something. Exit status 3. */
    ENVIRONMENT,
    /** A trace is damaged or of another version. Exit status 4. */
    DAMAGED
  }

  /** Wrong input. */
  public static IndexerException usage(String message, String... hints) {
    return new IndexerException(Kind.USAGE, message, List.of(hints), null);
  }

  /** Something that could not be done. */
  public static IndexerException failed(String message, String... hints) {
    return new IndexerException(Kind.FAILED, message, List.of(hints), null);
  }

  /** The same, with what caused it. */
  public static IndexerException failed(String message, Throwable cause) {
    return new IndexerException(Kind.FAILED, message, List.of(), cause);
  }

  /** Something that the machine lacks; a hint gives the command that mends it. */
  public static IndexerException environment(String message, String... hints) {
    return new IndexerException(Kind.ENVIRONMENT, message, List.of(hints), null);
  }

  /** A trace that cannot be used. */
  public static IndexerException damaged(String message, String... hints) {
    return new IndexerException(Kind.DAMAGED, message, List.of(hints), null);
  }

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** What the user may do about it; may be empty. */
  public List<String> hints() {
    return hints;
  }
}
