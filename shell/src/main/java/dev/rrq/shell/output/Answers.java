package dev.rrq.shell.output;

import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.shell.failure.BrokenPipeException;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import java.io.Flushable;
import java.io.IOException;

/** Prints answers: the one loop that all rows go through. */
public final class Answers {
  private Answers() {}

  /**
   * Prints all rows and commits the destination.
   *
   * @return the number of rows that were read; not all, where a program wanted no more
   * @throws BrokenPipeException if the reader of standard output has gone
   */
  public static long print(
      TableResult table, Format format, TableStyle style, Destination destination) {
    try {
      if (format.isBinary()) {
        boolean file = destination instanceof FileDestination;
        format.binary().write(table, ByteWriter.of(destination.out(), format), file);
        destination.commit();
        return table.count();
      }
      RowWriter writer = format.writer(destination.out(), style, destination.header());
      writer.begin(table.columns());
      for (Row row = table.next(); row != null; row = table.next()) {
        writer.row(row);
        if (style.streaming() && destination.out() instanceof Flushable shown) {
          shown.flush();
        }
        checkInterrupt();
      }
      writer.end();
      destination.commit();
      return table.count();
    } catch (IOException e) {
      if (IoMessages.isBrokenPipe(e)) {
        if (destination.isProgram()) {
          return table.count();
        }
        throw new BrokenPipeException(e);
      }
      throw ShellException.failed("cannot write the rows: " + IoMessages.of(e), e);
    }
  }

  static void checkInterrupt() {
    if (Thread.interrupted()) {
      throw ShellException.interrupted();
    }
  }
}
