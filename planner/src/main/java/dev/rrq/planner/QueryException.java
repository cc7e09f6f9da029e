package dev.rrq.planner;

/** A statement that cannot be answered; the message is for the user. */
public class QueryException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** An error with no place in the statement. */
  public QueryException(String message) {
    super(message);
  }

  /** The same, with what caused it for {@code --debug}. */
  public QueryException(String message, Throwable cause) {
    super(message, cause);
  }
}
