package dev.rrq.shell.log;

import elf4j.Level;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where log lines go: standard error from {@code --verbose} on, and a file where one was named,
 * which gets everything from DEBUG on. Without either, nothing is formatted.
 */
public final class LogSink {
  private static volatile LogSink current = new LogSink(Level.WARN, null, null);

  private final Level threshold;
  private final @Nullable PrintWriter terminal;
  private final @Nullable PrintWriter file;

  private LogSink(Level threshold, @Nullable PrintWriter terminal, @Nullable PrintWriter file) {
    this.threshold = threshold;
    this.terminal = terminal;
    this.file = file;
  }

  /**
   * Replaces the sink of the whole process.
   *
   * @param threshold the least level that standard error shows
   * @throws IOException if the file cannot be opened
   */
  public static void configure(Level threshold, PrintWriter terminal, @Nullable Path file)
      throws IOException {
    PrintWriter lines = null;
    if (file != null) {
      lines =
          new PrintWriter(
              Files.newBufferedWriter(
                  file,
                  StandardCharsets.UTF_8,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.APPEND),
              true);
    }
    current = new LogSink(threshold, terminal, lines);
  }

  static boolean accepts(Level level) {
    LogSink sink = current;
    return sink.onTerminal(level) || (sink.file != null && level.compareTo(Level.DEBUG) >= 0);
  }

  static void write(Level level, String source, String message, @Nullable Throwable thrown) {
    LogSink sink = current;
    if (sink.onTerminal(level) && sink.terminal != null) {
      sink.terminal.println("rrq: " + message + (thrown == null ? "" : ": " + thrown));
      sink.terminal.flush();
    }
    if (sink.file != null) {
      Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
      synchronized (sink.file) {
        sink.file.printf("%s %-5s %s: %s%n", now, level, source, message);
        if (thrown != null) {
          thrown.printStackTrace(sink.file);
        }
      }
    }
  }

  private boolean onTerminal(Level level) {
    return terminal != null && level.compareTo(threshold) >= 0;
  }
}
