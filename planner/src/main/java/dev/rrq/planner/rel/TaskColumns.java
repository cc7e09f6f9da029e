package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** The columns that say in whose name an event took place. */
final class TaskColumns {

  private TaskColumns() {}

  /**
   * The columns {@code task} and {@code pid}.
   *
   * @param t when it took place
   * @param shown whether they are shown unless others are asked for
   */
  static List<EventColumn> of(Rex rex, RexNode t, boolean shown) {
    return columns(shown, rex.call(FlowOperators.TASK_AT, t), rex.call(FlowOperators.PID_AT, t));
  }

  /** The same, but unknown for events of which a condition holds. */
  static List<EventColumn> unless(RexNode condition, Rex rex, RexNode t, boolean shown) {
    return columns(
        shown,
        rex.when(condition, rex.unknownText(), rex.call(FlowOperators.TASK_AT, t)),
        rex.when(condition, rex.unknownNumber(), rex.call(FlowOperators.PID_AT, t)));
  }

  private static List<EventColumn> columns(boolean shown, RexNode task, RexNode pid) {
    return List.of(
        new EventColumn(
            new Column("task", Kind.TEXT, "The name, then, of the task that ran."),
            shown,
            Domain.TEXT,
            task),
        new EventColumn(
            new Column("pid", Kind.NUMBER, "The pid of the task that ran."),
            shown,
            Domain.SIGNED,
            pid));
  }
}
