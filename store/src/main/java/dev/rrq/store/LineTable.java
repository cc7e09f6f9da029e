package dev.rrq.store;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where in the source each run of instructions stands, in memory: 16 bytes a run. Immutable. */
final class LineTable {

  private final long[] addresses;
  private final int[] files;
  private final int[] lines;
  private final Map<Integer, String> paths = new HashMap<>();

  private LineTable(int runs) {
    addresses = new long[runs];
    files = new int[runs];
    lines = new int[runs];
  }

  static LineTable load(Lookups lookups) {
    int runs = lookups.list("SELECT count(*) FROM lines", r -> r.getInt(1)).get(0);
    LineTable table = new LineTable(runs);
    int[] next = new int[1];
    lookups.list(
        "SELECT address, file, line FROM lines ORDER BY address, line",
        r -> {
          int at = next[0]++;
          table.addresses[at] = r.getLong(1);
          table.files[at] = r.getInt(2);
          table.lines[at] = r.getInt(3);
          return Boolean.TRUE;
        });
    lookups.list("SELECT id, path FROM files", r -> table.paths.put(r.getInt(1), r.getString(2)));
    return table;
  }

  /**
   * The line of the last run that begins at or before an address.
   *
   * @param longest if the run begins farther away, the address is in a hole
   */
  Optional<SourceLine> at(long address, long longest) {
    int found = Arrays.binarySearch(addresses, address);
    int run = found >= 0 ? found : -found - 2;
    while (run >= 0 && run + 1 < addresses.length && addresses[run + 1] == addresses[run]) {
      run++;
    }
    if (run < 0 || address - addresses[run] > longest || lines[run] <= 0) {
      return Optional.empty();
    }
    String path = paths.get(files[run]);
    return path == null ? Optional.empty() : Optional.of(new SourceLine(path, lines[run]));
  }
}
