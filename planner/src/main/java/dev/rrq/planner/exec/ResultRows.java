package dev.rrq.planner.exec;

import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import dev.rrq.planner.RowText;
import dev.rrq.planner.duckdb.RawRows;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows for users out of rows of an engine. */
final class ResultRows implements RowSource {

  private final RawRows rows;
  private final int[] positions;
  private final int shown;
  private final RowText text;
  private final Consumer<Row> seen;
  private final Masks masks;
  private final Texts texts;

  /** Puts in place of some values of a row what stands for them. */
  interface Texts {

    /** Leaves all as they are. */
    Texts NONE = values -> {};

    /** Changes the values of a row. */
    void complete(@Nullable Object[] values);
  }

  /** Cuts typed numbers down to the raw bits that were stored. */
  interface Masks {

    /** No column is cut. */
    Masks NONE = (values, column) -> null;

    /** What to do with a column of a row; null for nothing. */
    @Nullable LongUnaryOperator of(@Nullable Object[] values, int column);
  }

  /**
   * Reads rows.
   *
   * @param positions of the values in the engine's rows, those that are shown first
   * @param shown how many are shown
   * @param seen is told each row
   */
  ResultRows(
      RawRows rows,
      int[] positions,
      int shown,
      RowText text,
      Masks masks,
      Texts texts,
      Consumer<Row> seen) {
    this.rows = rows;
    this.positions = positions;
    this.shown = shown;
    this.text = text;
    this.masks = masks;
    this.texts = texts;
    this.seen = seen;
  }

  @Override
  public @Nullable Row next() {
    if (!rows.advance()) {
      return null;
    }
    @Nullable Object[] values = new @Nullable Object[positions.length];
    for (int i = 0; i < positions.length; i++) {
      values[i] = rows.value(positions[i]);
    }
    for (int i = 0; i < shown; i++) {
      LongUnaryOperator mask = values[i] instanceof Long ? masks.of(values, i) : null;
      if (mask != null && values[i] instanceof Long number) {
        values[i] = mask.applyAsLong(number);
      }
    }
    texts.complete(values);
    Row row = new Row(values, shown, text);
    seen.accept(row);
    return row;
  }

  @Override
  public void cancel() {
    rows.cancel();
  }

  @Override
  public void close() {
    rows.close();
  }
}
