package dev.rrq.shell.log;

import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Sends what the other modules log through {@link System.Logger} to the same sink. */
public final class SystemLoggerFinder extends System.LoggerFinder {

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Adapter(name);
  }

  private record Adapter(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return LogSink.accepts(elf4jLevel(level));
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
      LogSink.write(elf4jLevel(level), source(), message, thrown);
    }

    @Override
    public void log(
        Level level, @Nullable ResourceBundle bundle, String format, @Nullable Object... values) {
      if (isLoggable(level)) {
        String message = values.length == 0 ? format : MessageFormat.format(format, values);
        LogSink.write(elf4jLevel(level), source(), message, null);
      }
    }

    private String source() {
      return name.substring(name.lastIndexOf('.') + 1);
    }

    private static elf4j.Level elf4jLevel(Level level) {
      return switch (level) {
        case ALL, TRACE -> elf4j.Level.TRACE;
        case DEBUG -> elf4j.Level.DEBUG;
        case INFO -> elf4j.Level.INFO;
        case WARNING -> elf4j.Level.WARN;
        case ERROR -> elf4j.Level.ERROR;
        case OFF -> elf4j.Level.OFF;
      };
    }
  }
}
