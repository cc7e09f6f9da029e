package dev.rrq.gdbrsp.error;

/** An answer that does not have the form which the protocol gives it. */
public final class MalformedReplyException extends RspException {
  private static final long serialVersionUID = 1;

  private MalformedReplyException(String message) {
    super(message);
  }

  /** Says what the answer should have been and what it was. */
  public static MalformedReplyException expected(String expected, Object found) {
    return new MalformedReplyException("expected " + expected + ", found " + found);
  }

  /** The same, with the request that was answered so. */
  public MalformedReplyException inReplyTo(Object request) {
    MalformedReplyException whole =
        new MalformedReplyException("the stub's answer to " + request + ": " + getMessage());
    whole.initCause(this);
    return whole;
  }
}
