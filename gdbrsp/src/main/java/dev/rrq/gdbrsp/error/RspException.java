package dev.rrq.gdbrsp.error;

import java.io.IOException;

/** A call to a stub that did not succeed. The message is a sentence for a user. */
public abstract sealed class RspException extends IOException
    permits CallCancelledException,
        CallTimeoutException,
        DisconnectedException,
        FloodException,
        MalformedReplyException,
        MonitorException,
        StubErrorException,
        TargetRunningException,
        UnsupportedPacketException {
  private static final long serialVersionUID = 1;

  RspException(String message) {
    super(message);
  }
}
