package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.Interval;
import dev.rrq.store.MemoryContent;
import dev.rrq.store.Meta;
import dev.rrq.store.Segment;
import dev.rrq.store.TraceStore;
import dev.rrq.store.WritesSql;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The changes in the index are those at which GNU gdb's hardware watchpoints stop a replay. */
@Timeout(900)
class WatchpointIT {

  @TempDir Path directory;

  /** A change of a variable: when, and its bytes afterwards. */
  private record Change(String name, long t, String bytes) {}

  @Test
  void everyChangeIsAWatchpointHit() throws Exception {
    TraceStore store = DemoIndex.store();
    List<KernelVariable> variables =
        Stream.concat(
                Stream.of("jiffies_64", "total_forks", "nr_threads")
                    .flatMap(name -> KernelVariable.find(store, name).stream()),
                Stream.of(KernelVariable.member(store, "init_task", "task_struct", "comm")))
            .toList();
    // jiffies is the same place as jiffies_64 on x86-64, which is what makes one watch enough.
    assertThat(KernelVariable.find(store, "jiffies").orElseThrow().address())
        .isEqualTo(KernelVariable.find(store, "jiffies_64").orElseThrow().address());

    List<String> said = watch(store, variables);
    long start = number(said, "START");
    long end = number(said, "END");
    List<Change> witnessed =
        said.stream()
            .filter(line -> line.startsWith("HIT "))
            .map(line -> line.split(" ", -1))
            // A watchpoint stops after the instruction that wrote.
            .map(words -> new Change(words[1], Long.parseLong(words[2]) - 1, words[3]))
            .toList();

    assertThat(end).isEqualTo(DemoRecording.recording().length());
    for (KernelVariable variable : variables) {
      List<Change> expected =
          witnessed.stream().filter(change -> change.name().equals(variable.name())).toList();
      List<Change> indexed = changes(store, variable, start, end);
      System.out.printf(
          "%s: %d hits of the watchpoint, %d changes in the index%n",
          variable.name(), expected.size(), indexed.size());
      assertThat(indexed).as(variable.name()).isEqualTo(expected);
    }
    assertThat(witnessed).hasSizeGreaterThan(1000);
  }

  private List<String> watch(TraceStore store, List<KernelVariable> variables) throws Exception {
    String watches =
        variables.stream()
            .map(v -> v.name() + ":" + hex(v.address()) + ":" + v.size())
            .collect(Collectors.joining(" "));
    return Gdb.run(
        directory,
        "watch.py",
        Map.of(
            "RRQ_START",
            hex(address(store, "start_kernel")),
            "RRQ_END",
            Long.toString(DemoRecording.recording().length()),
            "RRQ_WATCHES",
            watches),
        "END ");
  }

  private static List<Change> changes(
      TraceStore store, KernelVariable variable, long start, long end) throws SQLException {
    List<Interval> range =
        List.of(new Interval(variable.paddr(), variable.paddr() + variable.size()));
    List<Segment> segments = store.segments(range, new Interval(start, end));
    List<Long> times = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT t FROM %s WHERE t >= %d AND t < %d ORDER BY t"
                    .formatted(WritesSql.rows(segments, range), start, end))) {
      while (rows.next()) {
        times.add(rows.getLong(1));
      }
    }
    List<Change> changes = new ArrayList<>();
    String before = bytes(store, variable, start);
    for (long t : times) {
      String after = bytes(store, variable, t + 1);
      // A store beside the variable that reaches into it need not change it.
      if (!after.equals(before)) {
        changes.add(new Change(variable.name(), t, after));
      }
      before = after;
    }
    return changes;
  }

  private static String bytes(TraceStore store, KernelVariable variable, long t) {
    MemoryContent content = store.memory().read(t, variable.paddr(), variable.size());
    assertThat(content.isKnown()).isTrue();
    return HexFormat.of().formatHex(content.bytes());
  }

  private static long address(TraceStore store, String function) {
    return store.symbols().named(function).get(0).address()
        + store.metaNumber(Meta.KASLR_OFFSET).orElseThrow();
  }

  private static String hex(long address) {
    return "0x" + Long.toHexString(address);
  }

  private static long number(List<String> said, String key) {
    return said.stream()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> Long.parseLong(line.substring(key.length() + 1)))
        .findFirst()
        .orElseThrow();
  }
}
