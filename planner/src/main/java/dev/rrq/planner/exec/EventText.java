package dev.rrq.planner.exec;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.type.ValueText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The texts of rows. */
final class EventText implements RowText {

  private final List<Column> columns;
  private final CellText values;

  /** Writes a value of a row by its C type. */
  interface CellText {
    String format(Row row, long bits);
  }

  EventText(List<Column> columns, CellText values) {
    this.columns = columns;
    this.values = values;
  }

  @Override
  public String format(Row row, int column) {
    Object value = Objects.requireNonNull(row.value(column));
    return switch (columns.get(column).kind()) {
      case ADDRESS -> ValueText.raw((Long) value, Long.BYTES);
      case VALUE -> values.format(row, (Long) value);
      case BACKTRACE -> String.join("\n", ((List<?>) value).stream().map(String::valueOf).toList());
      // As dmesg shows it: a second and its millionths.
      case DECIMAL -> String.format(Locale.ROOT, "%.6f", (Double) value);
      case TIME, NUMBER, TEXT, FLAG, BAR -> value.toString();
    };
  }
}
