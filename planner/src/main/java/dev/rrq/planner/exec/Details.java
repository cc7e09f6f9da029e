package dev.rrq.planner.exec;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.trace.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts call stacks where rows have contexts, and instructions where they have addresses. */
final class Details implements ResultRows.Texts {

  /** The column of instructions, which holds their addresses until a row is read. */
  static final String DISASSEMBLY = "disassembly";

  private final Trace trace;
  private final List<Column> columns;
  private final int pcAt;
  private final int timeAt;
  private final Backtraces backtraces;
  private final Disassembly disassembly;

  /**
   * Completes rows.
   *
   * @param pcAt where a row has the instruction; negative if it has none
   * @param timeAt where a row has its time; negative if it has none
   */
  Details(Context context, List<Column> columns, int pcAt, int timeAt) {
    this.trace = context.trace();
    this.columns = columns;
    this.pcAt = pcAt;
    this.timeAt = timeAt;
    this.backtraces = new Backtraces(trace);
    this.disassembly = new Disassembly(trace, context.instructions());
  }

  /** Whether a column's values are completed. */
  static boolean isDetail(Column column) {
    return column.kind() == Kind.BACKTRACE || column.name().equals(DISASSEMBLY);
  }

  @Override
  public void complete(@Nullable Object[] cells) {
    for (int i = 0; i < columns.size(); i++) {
      if (isDetail(columns.get(i)) && cells[i] instanceof Long number) {
        cells[i] =
            columns.get(i).kind() == Kind.BACKTRACE
                ? backtraces.of(number(cells, pcAt), number.intValue())
                : instruction(number, number(cells, timeAt));
      }
    }
  }

  private static @Nullable Long number(@Nullable Object[] cells, int at) {
    return at >= 0 && cells[at] instanceof Long number ? number : null;
  }

  private @Nullable String instruction(long pc, @Nullable Long t) {
    return disassembly.at(pc, t == null ? trace.end() : t);
  }
}
