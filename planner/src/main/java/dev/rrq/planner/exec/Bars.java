package dev.rrq.planner.exec;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Draws a bar beside each row of a table, as long as its count is great. */
final class Bars {

  private static final int WIDTH = 40;
  private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
  private static final Column BAR = new Column("histogram", Kind.BAR, "The count, drawn.");

  private Bars() {}

  /** The same table with bars. */
  static TableResult beside(TableResult table) {
    int count = table.columns().stream().map(Column::name).toList().indexOf("count");
    List<Row> rows = new ArrayList<>();
    try (table) {
      for (Row row = table.next(); row != null; row = table.next()) {
        rows.add(row);
      }
      Optional<String> note = table.note();
      double most = rows.stream().mapToLong(row -> count(row, count)).max().orElse(1);
      List<Column> columns = new ArrayList<>(table.columns());
      columns.add(BAR);
      List<Row> drawn = rows.stream().map(row -> beside(row, count(row, count) / most)).toList();
      return new TableResult(columns, new ListRows(drawn), n -> note);
    }
  }

  private static long count(Row row, int column) {
    return row.value(column) instanceof Long count ? count : 0;
  }

  private static Row beside(Row row, double share) {
    @Nullable Object[] values = new @Nullable Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.value(i);
    }
    values[row.size()] = share;
    RowText text = (drawn, column) -> column < row.size() ? row.text(column) : bar(share);
    return new Row(values, text);
  }

  /** What is there at all has a bar that can be seen. */
  private static String bar(double share) {
    long eighths = share > 0 ? Math.max(1, Math.round(share * WIDTH * Byte.SIZE)) : 0;
    String full = "█".repeat((int) (eighths / Byte.SIZE));
    int rest = (int) (eighths % Byte.SIZE);
    return rest == 0 ? full : full + EIGHTHS.charAt(rest);
  }
}
