package dev.rrq.shell.command;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** What the shell's own commands act on. */
public interface Shell {

  /** How answers are printed; changeable. */
  Settings settings();

  /** Where a command prints what was asked for. */
  Writer out();

  /** Opens another trace in place of the one that is open. */
  void open(Path trace);

  /** Ends the loop or script after this command. */
  void quit();

  /** Whether it has ended. */
  boolean isLeaving();

  /** Prints what was typed before. */
  void history() throws IOException;

  /** Clears the terminal. */
  void clear();
}
