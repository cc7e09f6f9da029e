package dev.rrq.shell.live;

import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.exec.LiveIndex;
import dev.rrq.planner.exec.LivePlace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that the index has of a place, some time ahead of a replay that runs: one question to
 * the index serves many hits.
 */
final class RowsAhead {

  private static final int MOST = 500;

  private final LiveIndex index;
  private final LivePlace place;
  private final Map<Long, List<Row>> rows = new HashMap<>();
  private long from;
  private long to;

  RowsAhead(LiveIndex index, LivePlace place) {
    this.index = index;
    this.place = place;
  }

  /** The rows of one instant, which the index covers; none that do not fulfil the condition. */
  List<Row> at(long t) {
    if (t < from || t >= to) {
      fetch(t);
    }
    return rows.getOrDefault(t, List.of());
  }

  private void fetch(long t) {
    rows.clear();
    from = t;
    Interval when = new Interval(t, index.coveredAround(t).to());
    to = when.to();
    int count = 0;
    long last = t;
    try (TableResult table = index.firstChanges(place, when, MOST)) {
      int time = table.columns().stream().map(column -> column.name()).toList().indexOf("t");
      for (Row row = table.next(); row != null; row = table.next()) {
        last = row.value(time) instanceof Long at ? at : last;
        rows.computeIfAbsent(last, key -> new ArrayList<>()).add(row);
        count++;
      }
    }
    if (count == MOST) {
      // There may be more rows of the last instant, unless all of them are of one.
      to = last > t ? last : t + 1;
      if (last > t) {
        rows.remove(last);
      }
    }
  }
}
