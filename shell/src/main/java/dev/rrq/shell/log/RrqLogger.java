package dev.rrq.shell.log;

import elf4j.Level;
import elf4j.Logger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A logger of one class at one level. */
record RrqLogger(String source, Level level) implements Logger {

  @Override
  public Logger atLevel(Level level) {
    return level == this.level ? this : new RrqLogger(source, level);
  }

  @Override
  public Level getLevel() {
    return level;
  }

  @Override
  public boolean isEnabled() {
    return LogSink.accepts(level);
  }

  @Override
  public void log(@Nullable Object message) {
    write(null, message);
  }

  @Override
  public void log(String message, @Nullable Object... arguments) {
    write(null, message, arguments);
  }

  @Override
  public void log(Throwable thrown) {
    write(thrown, thrown.getMessage());
  }

  @Override
  public void log(Throwable thrown, @Nullable Object message) {
    write(thrown, message);
  }

  @Override
  public void log(Throwable thrown, String message, @Nullable Object... arguments) {
    write(thrown, message, arguments);
  }

  private void write(
      @Nullable Throwable thrown, @Nullable Object message, @Nullable Object... arguments) {
    if (!isEnabled()) {
      return;
    }
    LogSink.write(level, source, fill(String.valueOf(resolve(message)), arguments), thrown);
  }

  /** Puts the arguments in the places of {@code {}}. */
  static String fill(String message, @Nullable Object... arguments) {
    StringBuilder filled = new StringBuilder();
    int from = 0;
    for (Object argument : arguments) {
      int place = message.indexOf("{}", from);
      if (place < 0) {
        break;
      }
      filled.append(message, from, place).append(resolve(argument));
      from = place + 2;
    }
    return filled.append(message.substring(from)).toString();
  }

  private static @Nullable Object resolve(@Nullable Object argument) {
    return argument instanceof Supplier<?> supplier ? supplier.get() : argument;
  }
}
