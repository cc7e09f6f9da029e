package dev.rrq.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A way to begin a line.
 *
 * @param name the first word, in lower case
 * @param synopses how it is written, one line each
 * @param summary what it does, in one line
 * @param action what the shell does for it; empty for a statement of the language
 */
public record Command(
    String name, Topic topic, List<String> synopses, String summary, Optional<Action> action) {

  /** The headings of help. */
  public enum Topic {
    EVENTS("Questions about events"),
    STATE("Questions about state"),
    NAMES("Names and times"),
    SCRIPTS("Scripts"),
    LIVE("Live: the replay itself"),
    SHELL("The shell");

    private final String title;

    Topic(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** Carries a command out. */
  public interface Action {
    /** Does it with the rest of the line. */
    void run(Shell shell, String arguments) throws IOException;
  }

  public Command {
    synopses = List.copyOf(synopses);
  }

  static Command statement(String name, Topic topic, String summary, String... synopses) {
    return new Command(name, topic, List.of(synopses), summary, Optional.empty());
  }

  static Command shell(String name, String summary, Action action, String synopsis) {
    return new Command(name, Topic.SHELL, List.of(synopsis), summary, Optional.of(action));
  }
}
