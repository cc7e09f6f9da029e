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
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The messages in the index are what the guest's console printed, and so are their times. */
@Timeout(1200)
class MessagesIT {

  /** Instructions of a clock's function before it has read the counter. */
  private static final int LONGEST_ENTRY = 64;

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
    List<Long> reads = clockReads(store);

    // The same instruction of the function reads the counter each time, so one distance fits all.
    int best = 0;
    for (int distance = 0; distance < LONGEST_ENTRY; distance++) {
      best = Math.max(best, agreeing(store, messages, reads, distance));
    }
    System.out.println("uptimes exact to the nanosecond: " + best + " of " + messages.size());

    assertThat(best).isEqualTo(messages.size());
  }

  private static int agreeing(
      TraceStore store, List<Message> messages, List<Long> reads, int distance) {
    int agreeing = 0;
    for (Message message : messages) {
      long read = message.begin();
      for (long at : reads) {
        if (at < message.begin()) {
          read = at;
        }
      }
      OptionalLong uptime = store.clock().uptime(read + distance);
      agreeing += uptime.isPresent() && uptime.getAsLong() == message.nanoseconds() ? 1 : 0;
    }
    return agreeing;
  }

  /** When the kernel read its counter to stamp a message. */
  private static List<Long> clockReads(TraceStore store) throws SQLException {
    List<Long> times = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT min(r.t) FROM calls p, calls r
                WHERE p."function" = 'vprintk_store' AND r."function" = 'native_sched_clock'
                  AND r.t BETWEEN p.t AND p.t_end
                GROUP BY p.t ORDER BY 1
                """)) {
      while (rows.next()) {
        times.add(rows.getLong(1));
      }
    }
    return times;
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
