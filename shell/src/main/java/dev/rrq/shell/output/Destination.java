package dev.rrq.shell.output;

import java.io.IOException;

/**
 * Where the text of one answer goes. Nothing half-written is left behind: what was not committed
 * when it is closed is taken back where that is possible.
 */
public interface Destination extends AutoCloseable {

  /** What to write to; buffered. */
  Appendable out();

  /** Whether a header should be written: not where rows are put behind existing ones. */
  boolean header();

  /** Whether a program reads it, which may stop reading at any time. */
  boolean isProgram();

  /** Makes all that was written final. */
  void commit() throws IOException;

  /** Gives up what was not committed. */
  @Override
  void close() throws IOException;
}
