package dev.rrq.planner;

import dev.rrq.store.Coverage;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Rows, read once and in order. To be closed, whether or not it was read to the end.
 *
 * <pre>{@code
 * try (TableResult table = ...) {
 *   for (Row row = table.next(); row != null; row = table.next()) { ... row.text(0) ... }
 *   table.note().ifPresent(System.err::println);
 * }
 * }</pre>
 */
public final class TableResult implements Result, AutoCloseable {

  private final List<Column> columns;
  private final RowSource source;
  private final LongFunction<Optional<String>> note;
  private final Coverage missing;
  private long count;
  private boolean ended;

  /**
   * Joins columns and rows.
   *
   * @param note given the number of rows, says what an empty or partial answer means
   */
  public TableResult(List<Column> columns, RowSource source, LongFunction<Optional<String>> note) {
    this(columns, source, note, Coverage.NONE);
  }

  /**
   * Joins columns and rows that do not tell of all the time that was asked about.
   *
   * @param note given the number of rows, says what an empty or partial answer means
   * @param missing the time of which they tell nothing
   */
  public TableResult(
      List<Column> columns,
      RowSource source,
      LongFunction<Optional<String>> note,
      Coverage missing) {
    this.columns = List.copyOf(columns);
    this.source = source;
    this.note = note;
    this.missing = missing;
  }

  /** The time that was asked about, but of which the answer tells nothing. */
  public Coverage missing() {
    return missing;
  }

  /** The columns, in the order in which they are shown. */
  public List<Column> columns() {
    return columns;
  }

  /** The next row, or null after the last. */
  public @Nullable Row next() {
    Row row = ended ? null : source.next();
    if (row == null) {
      ended = true;
    } else {
      count++;
    }
    return row;
  }

  /** The number of rows read so far. */
  public long count() {
    return count;
  }

  /**
   * What the answer does not show of itself: what an empty one means, which part of the time the
   * index does not cover. Known after the last row; for standard error, not among the rows.
   */
  public Optional<String> note() {
    return ended ? note.apply(count) : Optional.empty();
  }

  /** Makes a {@link #next} that runs in another thread end soon, with a {@link QueryException}. */
  public void cancel() {
    source.cancel();
  }

  @Override
  public void close() {
    ended = true;
    source.close();
  }
}
