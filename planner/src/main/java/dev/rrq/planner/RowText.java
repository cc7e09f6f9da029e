package dev.rrq.planner;

/** Turns the known raw values of a row into text. */
@FunctionalInterface
public interface RowText {

  /**
   * The text of a value that is not null.
   *
   * @param column 0-based
   */
  String format(Row row, int column);
}
