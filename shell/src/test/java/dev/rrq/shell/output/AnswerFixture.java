package dev.rrq.shell.output;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import dev.rrq.planner.TableResult;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds answers as a query over writes gives them. */
final class AnswerFixture {
  private final List<Column> columns = new ArrayList<>();
  private final Deque<Row> rows = new ArrayDeque<>();

  /** The columns of {@code writes to}. */
  static AnswerFixture writes() {
    return new AnswerFixture()
        .column("t", Kind.TIME)
        .column("function", Kind.TEXT)
        .column("address", Kind.ADDRESS)
        .column("old", Kind.VALUE)
        .column("new", Kind.VALUE);
  }

  AnswerFixture column(String name, Kind kind) {
    columns.add(new Column(name, kind, ""));
    return this;
  }

  AnswerFixture row(@Nullable Object... values) {
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

  TableResult table() {
    return new TableResult(
        columns,
        new RowSource() {
          @Override
          public @Nullable Row next() {
            return rows.poll();
          }

          @Override
          public void cancel() {}

          @Override
          public void close() {}
        },
        count -> Optional.empty());
  }

  String print(Format format) {
    return print(format, TableStyle.PLAIN);
  }

  String print(Format format, TableStyle style) {
    java.io.StringWriter text = new java.io.StringWriter();
    Answers.print(table(), format, style, new StreamDestination(text));
    return text.toString();
  }
}
