package dev.rrq.gdbrsp.error;

/** QEMU's monitor answered a command with something other than its result. */
public final class MonitorException extends RspException {
  private static final long serialVersionUID = 1;

  /** For a command and the monitor's own words about it. */
  public MonitorException(String command, String output) {
    super("QEMU's monitor answered \"" + command + "\" with: " + output.strip());
  }
}
