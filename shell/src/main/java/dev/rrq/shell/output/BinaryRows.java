package dev.rrq.shell.output;

import dev.rrq.planner.TableResult;
import java.io.IOException;
import java.io.OutputStream;

/** Writes all rows of an answer in a format that is no text. */
interface BinaryRows {

  /**
   * Writes the rows; does not close the stream.
   *
   * @param file whether the stream is a whole file, rather than something that is read as it comes
   */
  void write(TableResult table, OutputStream out, boolean file) throws IOException;
}
