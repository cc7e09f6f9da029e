package dev.rrq.shell.session;

import dev.rrq.shell.output.Destination;
import dev.rrq.shell.output.TableStyle;
import dev.rrq.shell.progress.ProgressLine;
import java.io.PrintWriter;
import java.io.Writer;

/** Where a run shows things: its standard streams, or the console's terminal. */
public interface Screen {

  /** For rows and whatever was asked for. */
  Writer out();

  /** For everything else. */
  PrintWriter err();

  /** A line of progress for one piece of work; to be closed. */
  default ProgressLine progressLine() {
    return new ProgressLine(err(), false, 0);
  }

  /** Asks whoever sits here whether to go on; where nobody does, the answer is yes. */
  default boolean confirm(String question) {
    return true;
  }

  /** Whether a person reads the rows. */
  boolean isTerminal();

  /** Whether escape sequences may be used in messages. */
  boolean color();

  /** How tables are drawn here. */
  TableStyle style();

  /**
   * For one answer.
   *
   * @param pager whether it may go through a pager if it is long
   */
  Destination destination(boolean pager);

  /** Gives the terminal away while a program runs that wants it for itself. */
  default void lend(Runnable program) {
    program.run();
  }

  /** A program that reads one answer and prints here. */
  Destination pipe(String command, boolean header);
}
