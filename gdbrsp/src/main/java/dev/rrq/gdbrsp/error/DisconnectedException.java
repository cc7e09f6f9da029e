package dev.rrq.gdbrsp.error;

/**
 * The connection ended: the stub closed it or died, or this side closed it. A new client is needed.
 */
public final class DisconnectedException extends RspException {
  private static final long serialVersionUID = 1;

  /** With a sentence for a user. */
  public DisconnectedException(String message) {
    super(message);
  }
}
