package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.Contexts;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The calling contexts in the index are what GNU gdb unwinds on a replay stopped there. */
@Timeout(1200)
class BacktraceIT {

  private static final int INSTANTS = 1000;

  /** So deep that an agreement is one of the whole stack as far as GDB knows it. */
  private static final int INNERMOST = 3;

  @TempDir Path directory;

  private record Event(long t, List<Frame> frames) {}

  private record Frame(long pc, Contexts.Kind kind) {}

  /** How the two compare. */
  private enum Verdict {
    EQUAL,
    /**
     * Equal until gdb gives up at a change of stack, an entry from user mode or code without CFI.
     */
    GDB_ENDS_EARLY,
    /** Gdb, without CFI, takes a word on the stack that no call has pushed for a return address. */
    GDB_GUESSES,
    DIFFERENT
  }

  @Test
  void backtracesAreWhatGdbUnwinds() throws Exception {
    TraceStore store = DemoIndex.store();
    List<Event> events = randomKernelEvents(store);
    Map<Long, List<Long>> unwound = unwind(store, events);

    Map<Verdict, Integer> verdicts = new TreeMap<>();
    int wrongInside = 0;
    for (Event event : events) {
      List<Long> witness = unwound.get(event.t());
      Verdict verdict = compare(store, event, witness);
      verdicts.merge(verdict, 1, Integer::sum);
      if (verdict == Verdict.DIFFERENT) {
        int same = commonFrames(event, witness);
        wrongInside += same < INNERMOST ? 1 : 0;
        System.out.printf(
            "t %d: equal up to frame %d%n  gdb   %s%n  index %s%n",
            event.t(),
            same,
            names(store, witness),
            names(store, event.frames().stream().map(Frame::pc).toList()));
      }
    }
    System.out.println("backtraces at " + events.size() + " instants: " + verdicts);

    assertThat(wrongInside).as("wrong in the innermost " + INNERMOST).isZero();
    assertThat(verdicts.getOrDefault(Verdict.DIFFERENT, 0)).isLessThanOrEqualTo(INSTANTS / 200);
    assertThat(verdicts.get(Verdict.EQUAL)).isGreaterThan(INSTANTS / 2);
  }

  /** Changes by kernel code, spread over the time in which the kernel has its own stacks. */
  private static List<Event> randomKernelEvents(TraceStore store) throws SQLException {
    long start = number(store, "SELECT min(t) FROM calls WHERE \"function\" = 'start_kernel'");
    List<Event> events = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT DISTINCT ON (t) t, pc, context FROM (
                  SELECT t, pc, context
                  FROM (FROM segment_rows USING SAMPLE reservoir(%d ROWS) REPEATABLE (20121))
                  WHERE t > %d AND pc < 0 AND NOT in_user
                  ORDER BY hash(t) LIMIT %d)
                ORDER BY t
                """
                    .formatted(3 * INSTANTS, start, INSTANTS))) {
      while (rows.next()) {
        List<Frame> frames = new ArrayList<>();
        frames.add(new Frame(rows.getLong(2), Contexts.Kind.CALL));
        store.contexts().frames(rows.getInt(3)).stream()
            .map(frame -> new Frame(frame.pc(), frame.kind()))
            .forEach(frames::add);
        events.add(new Event(rows.getLong(1), frames));
      }
    }
    assertThat(events).hasSizeGreaterThan(INSTANTS * 9 / 10);
    return events;
  }

  private Map<Long, List<Long>> unwind(TraceStore store, List<Event> events) throws Exception {
    Path times = directory.resolve("times");
    Files.write(times, events.stream().map(event -> Long.toString(event.t())).toList());
    List<String> said =
        Gdb.run(
            directory,
            "backtraces.py",
            Map.of(
                "RRQ_VMLINUX",
                DemoRecording.parts().vmlinux().toString(),
                "RRQ_OFFSET",
                Long.toString(store.metaNumber(Meta.KASLR_OFFSET).orElseThrow()),
                "RRQ_TIMES",
                times.toString()),
            "AT " + events.get(events.size() - 1).t());
    Map<Long, List<Long>> unwound = new HashMap<>();
    for (String line : said) {
      if (line.startsWith("AT ")) {
        String[] words = line.split(" ", -1);
        unwound.put(
            Long.parseLong(words[1]),
            Stream.of(words)
                .skip(2)
                .map(word -> Long.parseUnsignedLong(word, 16))
                // The kernel ends its stacks with a return address of 0.
                .filter(pc -> pc != 0)
                .toList());
      }
    }
    return unwound;
  }

  private static int commonFrames(Event event, List<Long> witness) {
    int same = 0;
    while (same < Math.min(witness.size(), event.frames().size())
        && witness.get(same) == event.frames().get(same).pc()) {
      same++;
    }
    return same;
  }

  private static Verdict compare(TraceStore store, Event event, List<Long> witness) {
    int same = commonFrames(event, witness);
    if (same == witness.size()) {
      boolean all = same == event.frames().size();
      return all || same == 0 ? (all ? Verdict.EQUAL : Verdict.DIFFERENT) : Verdict.GDB_ENDS_EARLY;
    }
    if (same > 0 && same < event.frames().size() && leavesKernel(event.frames().get(same))) {
      // What was interrupted, or called the kernel, lies on a stack that gdb's CFI does not reach.
      return Verdict.GDB_ENDS_EARLY;
    }
    return isNoReturnAddress(store, witness.get(same)) ? Verdict.GDB_GUESSES : Verdict.DIFFERENT;
  }

  private static boolean leavesKernel(Frame frame) {
    return frame.kind() != Contexts.Kind.CALL;
  }

  /** Whether no call in the whole trace has pushed this address. */
  private static boolean isNoReturnAddress(TraceStore store, long pc) {
    try {
      return number(store, "SELECT count(*) FROM contexts WHERE kind = 0 AND pc = " + pc) == 0;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long number(TraceStore store, String sql) throws SQLException {
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static String names(TraceStore store, List<Long> pcs) {
    long offset = store.metaNumber(Meta.KASLR_OFFSET).orElseThrow();
    return pcs.stream()
        .map(
            pc ->
                store
                    .symbols()
                    .functionAt(pc - offset)
                    .map(symbol -> symbol.name())
                    .orElse(Long.toHexString(pc)))
        .collect(Collectors.joining(" < "));
  }
}
