package dev.rrq.planner.exec;

import dev.rrq.planner.Column;
import dev.rrq.planner.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The times of the rows of the last result, for {@code #3}. */
final class LastRows {

  /** Rows beyond this many have no number. */
  private static final int MOST = 1_000_000;

  private final List<Long> times = new ArrayList<>();
  private int column = -1;

  /** Starts over with the rows of another result. */
  void start(List<Column> columns) {
    times.clear();
    column = -1;
    for (int i = 0; i < columns.size() && column < 0; i++) {
      column = columns.get(i).kind() == Column.Kind.TIME ? i : -1;
    }
  }

  void add(Row row) {
    if (column >= 0 && times.size() < MOST && row.value(column) instanceof Long time) {
      times.add(time);
    }
  }

  OptionalLong time(int number) {
    return number >= 1 && number <= times.size()
        ? OptionalLong.of(times.get(number - 1))
        : OptionalLong.empty();
  }
}
