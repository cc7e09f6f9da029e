package dev.rrq.planner;

import org.jspecify.annotations.Nullable;

/** One row of a result: raw values for machines, and the same as text for people. */
public final class Row {

  /** What is printed for a value that was not observed. */
  public static final String UNKNOWN = "?";

  private final @Nullable Object[] values;
  private final int size;
  private final RowText text;

  /** Wraps values; the array belongs to the row from here on. */
  public Row(@Nullable Object[] values, RowText text) {
    this(values, values.length, text);
  }

  /**
   * Wraps values of which only the first are those of the columns; the rest is for the texts.
   *
   * @param size the number of columns
   */
  public Row(@Nullable Object[] values, int size, RowText text) {
    this.values = values;
    this.size = size;
    this.text = text;
  }

  /** The number of columns. */
  public int size() {
    return size;
  }

  /**
   * The raw value of a column, of the Java type that its {@link Column.Kind} names, or null if it
   * is unknown.
   *
   * @param column 0-based
   */
  public @Nullable Object value(int column) {
    return values[column];
  }

  /**
   * The text of a column: a value by its C type, an unknown one as {@link #UNKNOWN}.
   *
   * @param column 0-based
   */
  public String text(int column) {
    return values[column] == null ? UNKNOWN : text.format(this, column);
  }
}
