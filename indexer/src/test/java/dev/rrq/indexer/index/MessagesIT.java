package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.TraceStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The messages in the index are what the guest's console printed, and so are their times. */
@Timeout(1200)
class MessagesIT {

  /** A line of the kernel's; the end of a program's may stand before it. */
  private static final Pattern STAMPED = Pattern.compile("\\[ *\\d+\\.\\d{6}\\] .*");

  private record Message(long t, long begin, long nanoseconds, int level, String text) {

    /** As the console shows it, each line with the time. */
    List<String> lines() {
      String stamp =
          "[%5d.%06d] ".formatted(nanoseconds / 1_000_000_000, nanoseconds / 1000 % 1_000_000);
      return Stream.of(text.split("\n", -1)).map(line -> stamp + line).toList();
    }
  }

  /** A call of the function that stores a message, and in it the first call of the clock. */
  private record Call(long t, long clock, long end) {}

  @Test
  void messagesAreWhatTheConsolePrinted() throws Exception {
    TraceStore store = DemoIndex.store();
    // The first word of console_printk: what is less severe is not printed.
    KernelVariable printed = KernelVariable.find(store, "console_printk").orElseThrow();
    long end = DemoRecording.recording().length();
    long limit = store.memory().read(end, printed.paddr(), Integer.BYTES).number(0, Integer.BYTES);

    List<String> expected =
        Files.readAllLines(
                DemoRecording.recording().directory().resolve("console.log"),
                StandardCharsets.UTF_8)
            .stream()
            .map(STAMPED::matcher)
            .filter(Matcher::find)
            .map(Matcher::group)
            .toList();
    List<String> messages =
        messages(store).stream()
            .filter(message -> message.level() < limit)
            .flatMap(message -> message.lines().stream())
            .toList();

    assertThat(messages).hasSizeGreaterThan(100).containsExactlyElementsOf(expected);
  }

  @Test
  void uptimeIsWhatTheKernelStampedItsMessagesWith() throws SQLException {
    TraceStore store = DemoIndex.store();
    List<Message> messages = messages(store);
    List<Call> calls = calls(store);
    Map<Long, Integer> distances = new HashMap<>();
    List<String> never = new ArrayList<>();

    for (Message message : messages) {
      Call call = innermost(calls, message.begin());
      long[] fitting =
          LongStream.range(call.t(), message.begin())
              .filter(t -> store.clock().uptime(t).equals(OptionalLong.of(message.nanoseconds())))
              .toArray();
      if (fitting.length == 0) {
        never.add(call + " does not stamp " + message);
      }
      for (long t : fitting) {
        distances.merge(t - call.clock(), 1, Integer::sum);
      }
    }
    int best = Collections.max(distances.values());
    System.out.println(
        "uptimes exact to the nanosecond: %d of %d, %d at one distance from the clock's entry"
            .formatted(messages.size() - never.size(), messages.size(), best));

    assertThat(never).isEmpty();
    // The same instruction reads the counter each time; only an interrupt can come before it.
    assertThat(best).isGreaterThanOrEqualTo(messages.size() * 98 / 100);
  }

  /** An interrupt may have stored a message of its own in the meantime. */
  private static Call innermost(List<Call> calls, long t) {
    return calls.stream()
        .filter(call -> call.clock() < t && t < call.end())
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static List<Call> calls(TraceStore store) throws SQLException {
    List<Call> calls = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT p.t, min(r.t), p.t_end FROM calls p, calls r
                WHERE p."function" = 'vprintk_store' AND r."function" = 'native_sched_clock'
                  AND r.t BETWEEN p.t AND p.t_end
                GROUP BY p.t, p.t_end ORDER BY p.t
                """)) {
      while (rows.next()) {
        calls.add(new Call(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
      }
    }
    return calls;
  }

  private static List<Message> messages(TraceStore store) throws SQLException {
    List<Message> messages = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT t, t_begin, nanoseconds, level, text FROM messages ORDER BY seq")) {
      while (rows.next()) {
        messages.add(
            new Message(
                rows.getLong(1),
                rows.getLong(2),
                rows.getLong(3),
                rows.getInt(4),
                rows.getString(5)));
      }
    }
    return messages;
  }
}
