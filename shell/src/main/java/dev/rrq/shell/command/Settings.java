package dev.rrq.shell.command;

import dev.rrq.shell.output.Format;
import java.util.Optional;

/** What a user can set for the rest of a session. */
public final class Settings {
  private Optional<Format> format;
  private boolean timing;
  private boolean pager;

  /**
   * Those of a start.
   *
   * @param format of {@code --format}
   * @param console whether a person reads: then long answers go through a pager and take their time
   *     in public
   */
  public Settings(Optional<Format> format, boolean console) {
    this.format = format;
    this.timing = console;
    this.pager = console;
  }

  /** The format that was asked for; empty leaves it to the destination. */
  public Optional<Format> format() {
    return format;
  }

  /** Asks for a format. */
  public void setFormat(Format format) {
    this.format = Optional.of(format);
  }

  /** Whether the time of each answer is told. */
  public boolean timing() {
    return timing;
  }

  /** Tells the time of each answer, or not. */
  public void setTiming(boolean timing) {
    this.timing = timing;
  }

  /** Whether an answer that is longer than the terminal goes through a pager. */
  public boolean pager() {
    return pager;
  }

  /** Uses a pager, or not. */
  public void setPager(boolean pager) {
    this.pager = pager;
  }
}
