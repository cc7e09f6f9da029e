package dev.rrq.grammar.diagnostics;

/**
 * A range of a text, both ends included. Lines and columns count from 1; a column is one code
 * point, so a tab is one column.
 *
 * @param line line of the first character
 * @param column column of the first character
 * @param endLine line of the last character
 * @param endColumn column of the last character
 */
public record Location(int line, int column, int endLine, int endColumn) {
  /** The first character of a text: the location of what has no better one. */
  public static final Location START = new Location(1, 1, 1, 1);

  public Location {
    if (line < 1 || column < 1 || endLine < line || (endLine == line && endColumn < column)) {
      throw new IllegalArgumentException(
          "no range: %d:%d-%d:%d".formatted(line, column, endLine, endColumn));
    }
  }

  /** A range within one line. */
  public static Location of(int line, int column, int endColumn) {
    return new Location(line, column, line, endColumn);
  }

  /** From the first character of this range to the last one of another that does not end before. */
  public Location to(Location last) {
    return new Location(line, column, last.endLine, last.endColumn);
  }

  /** {@code 1:25-32}, or {@code 1:25-3:4} where the range has several lines. */
  @Override
  public String toString() {
    return endLine == line
        ? "%d:%d-%d".formatted(line, column, endColumn)
        : "%d:%d-%d:%d".formatted(line, column, endLine, endColumn);
  }
}
