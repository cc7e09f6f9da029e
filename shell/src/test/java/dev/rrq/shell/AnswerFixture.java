package dev.rrq.shell;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import dev.rrq.planner.TableResult;
import dev.rrq.shell.output.Answers;
import dev.rrq.shell.output.Format;
import dev.rrq.shell.output.StreamDestination;
import dev.rrq.shell.output.TableStyle;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds answers as a query over writes gives them, and prints them. */
public final class AnswerFixture {
  private final List<Column> columns = new ArrayList<>();
  private final Deque<Row> rows = new ArrayDeque<>();
  private Optional<String> note = Optional.empty();
  private @Nullable String failure;

  /** The columns of {@code writes to}. */
  public static AnswerFixture writes() {
    return new AnswerFixture()
        .column("t", Kind.TIME)
        .column("function", Kind.TEXT)
        .column("address", Kind.ADDRESS)
        .column("old", Kind.VALUE)
        .column("new", Kind.VALUE);
  }

  /** Adds a column. */
  public AnswerFixture column(String name, Kind kind) {
    columns.add(new Column(name, kind, ""));
    return this;
  }

  /** Adds a row. */
  public AnswerFixture row(@Nullable Object... values) {
    rows.add(new Row(values, AnswerFixture::text));
    return this;
  }

  private static String text(Row row, int column) {
    Object value = row.value(column);
    if (value instanceof Long bits && column == 2) {
      return "0x" + Long.toHexString(bits);
    }
    if (value instanceof Long bits && column > 2) {
      return "'" + (char) bits.longValue() + "'";
    }
    if (value instanceof List<?> frames) {
      return String.join(" < ", frames.stream().map(Object::toString).toList());
    }
    return String.valueOf(value);
  }

  /** Says a sentence after the last row. */
  public AnswerFixture noted(String sentence) {
    note = Optional.of(sentence);
    return this;
  }

  /** Fails after the last row. */
  public AnswerFixture failing(String sentence) {
    failure = sentence;
    return this;
  }

  /** An answer with these rows. */
  static TableResult of(RowSource rows) {
    return new TableResult(writes().columns, rows, count -> Optional.empty());
  }

  /** The answer, to be read once. */
  public TableResult table() {
    return new TableResult(columns, new Rows(), count -> note);
  }

  private final class Rows implements RowSource {
    @Override
    public @Nullable Row next() {
      Row row = rows.poll();
      if (row == null && failure != null) {
        throw new QueryException(failure);
      }
      return row;
    }

    @Override
    public void cancel() {}

    @Override
    public void close() {}
  }

  /** The text in a format, as a file gets it. */
  public String print(Format format) {
    return print(format, TableStyle.PLAIN);
  }

  /** The text in a format and a style. */
  public String print(Format format, TableStyle style) {
    StringWriter text = new StringWriter();
    Answers.print(table(), format, style, new StreamDestination(text));
    return text.toString();
  }
}
