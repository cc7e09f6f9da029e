package dev.rrq.planner.exec;

import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are all there. */
final class ListRows implements RowSource {

  private final Iterator<Row> rows;

  ListRows(List<Row> rows) {
    this.rows = List.copyOf(rows).iterator();
  }

  @Override
  public @Nullable Row next() {
    return rows.hasNext() ? rows.next() : null;
  }

  @Override
  public void cancel() {}

  @Override
  public void close() {}
}
