package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.error.MonitorException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code info snapshots}: a state of the machine that can be loaded again.
 *
 * @param name its tag
 * @param size of the machine's state, as QEMU writes it, such as {@code 51.2 MiB}
 * @param icount when it was made, if QEMU recorded or replayed then
 * @see <a href="https://www.qemu.org/docs/master/system/monitor.html">QEMU, Monitor, info
 *     snapshots</a>
 */
public record Snapshot(String name, String size, OptionalLong icount) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\S+\\s+(\\S+)\\s+([0-9.]+ (?:B|[KMGT]iB))\\s+[0-9-]+ [0-9:]+\\s+[0-9:.]+\\s*([0-9]*)\\s*");

  static List<Snapshot> parse(String output) throws MonitorException {
    List<Snapshot> snapshots = new ArrayList<>();
    boolean table = false;
    for (String line : output.lines().toList()) {
      if (line.startsWith("ID ")) {
        table = true;
      } else if (table && !line.isBlank()) {
        Matcher columns = LINE.matcher(line);
        if (!columns.matches()) {
          throw new MonitorException("info snapshots", line);
        }
        snapshots.add(new Snapshot(columns.group(1), columns.group(2), number(columns.group(3))));
      }
    }
    return snapshots;
  }

  private static OptionalLong number(String digits) {
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits));
  }
}
