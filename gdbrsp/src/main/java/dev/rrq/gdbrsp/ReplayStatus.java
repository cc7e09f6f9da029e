package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.error.MonitorException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code info replay} says.
 *
 * @param mode whether QEMU records or replays
 * @param file the log, empty if neither
 * @param icount guest instructions run since the log began, 0 if neither
 * @see <a href="https://www.qemu.org/docs/master/system/replay.html">QEMU, Record/replay</a>
 */
public record ReplayStatus(Mode mode, String file, long icount) {
  private static final Pattern ACTIVE =
      Pattern.compile(
          "(Recording|Replaying) execution '(.*)': instruction count = ([0-9]{1,18})\\s*",
          Pattern.DOTALL);

  /** What QEMU does with its log. */
  public enum Mode {
    /** There is none. */
    NONE,
    /** It writes it. */
    RECORD,
    /** It follows it. */
    REPLAY
  }

  static ReplayStatus parse(String output) throws MonitorException {
    if (output.contains("not active")) {
      return new ReplayStatus(Mode.NONE, "", 0);
    }
    Matcher active = ACTIVE.matcher(output);
    if (!active.matches()) {
      throw new MonitorException("info replay", output);
    }
    Mode mode = active.group(1).equals("Recording") ? Mode.RECORD : Mode.REPLAY;
    return new ReplayStatus(mode, active.group(2), Long.parseLong(active.group(3)));
  }
}
