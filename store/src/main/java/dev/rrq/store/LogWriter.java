package dev.rrq.store;

import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Adds messages and uptimes: {@link Schema#MESSAGES} and {@link Schema#UPTIMES}. */
public final class LogWriter {

  private final Catalogue catalogue;

  LogWriter(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** A row of {@link Schema#MESSAGES}, whose columns the parameters are. */
  public record Message(
      long t,
      long begin,
      long seq,
      long nanoseconds,
      int level,
      int facility,
      @Nullable Integer pid,
      @Nullable Integer cpu,
      String text) {}

  /** A row of {@link Schema#UPTIMES}, whose columns the parameters are. */
  public record Uptime(long t, long multiplier, int shift, long nanoseconds) {}

  /** Adds messages, in order of time. */
  public void messages(Iterable<Message> messages) {
    catalogue.with(
        connection -> {
          try (DuckDBAppender appender = connection.createAppender(Schema.MESSAGES.name())) {
            for (Message message : messages) {
              appender
                  .beginRow()
                  .append(message.t())
                  .append(message.begin())
                  .append(message.seq())
                  .append(message.nanoseconds())
                  .append(message.level())
                  .append(message.facility());
              append(appender, message.pid());
              append(appender, message.cpu());
              appender.append(message.text()).endRow();
            }
          }
        });
  }

  private static void append(DuckDBAppender appender, @Nullable Integer value)
      throws java.sql.SQLException {
    if (value == null) {
      appender.appendNull();
    } else {
      appender.append(value.intValue());
    }
  }

  /** Adds what holds from instants on, in order of time. */
  public void uptimes(Iterable<Uptime> uptimes) {
    catalogue.with(
        connection -> {
          try (DuckDBAppender appender = connection.createAppender(Schema.UPTIMES.name())) {
            for (Uptime uptime : uptimes) {
              appender
                  .beginRow()
                  .append(uptime.t())
                  .append(uptime.multiplier())
                  .append(uptime.shift())
                  .append(uptime.nanoseconds())
                  .endRow();
            }
          }
        });
  }
}
