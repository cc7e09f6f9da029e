package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import java.io.IOException;
import java.util.List;

/** Prints rows in one format: one {@link #begin}, any number of rows, one {@link #end}. */
public interface RowWriter {

  /** Starts with the columns that each row will have. */
  void begin(List<Column> columns) throws IOException;

  /** Prints one row, or holds it back for a bounded time. */
  void row(Row row) throws IOException;

  /** Prints what was held back and whatever ends the format. */
  void end() throws IOException;
}
