package dev.rrq.planner.rel;

import dev.rrq.planner.Column.Kind;
import dev.rrq.store.Schema;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Tasks and the switches between them. */
public final class TaskRelations {

  /** What a row of {@link #tasks} is called. */
  public static final String TASK = "task";

  private TaskRelations() {}

  /** The times at which another task came to run, in the name of the one that ran before. */
  public static EventRelation switches(Planning planning) {
    RelBuilder builder = planning.builder();
    Rex rex = planning.rex();
    builder.scan(Schema.SWITCHES.name());
    builder.filter(rex.not(rex.isUnknown(builder.field("from_task"))));
    FlowColumns columns = new FlowColumns(builder, rex);
    RexNode t = columns.field("t");
    RexNode after = rex.plus(t, rex.number(1));
    RexNode context = rex.call(FlowOperators.SWITCH_CONTEXT, t);
    return columns
        .show("t", Kind.TIME, t, Schema.SWITCHES.column("t").doc())
        .task(t, true)
        .show(
            "to_task",
            Kind.TEXT,
            rex.call(FlowOperators.TASK_AT, after),
            "The name of the task that runs from here on.")
        .show("to_pid", Kind.NUMBER, rex.call(FlowOperators.PID_AT, after), "Its pid.")
        .show(
            "ran",
            Kind.NUMBER,
            rex.call(FlowOperators.RAN_AT, t),
            "Instructions for which the task before had run.")
        .hide("from_id", Kind.NUMBER, columns.field("from_task"), "Its number in `tasks`.")
        .hide("to_id", Kind.NUMBER, columns.field("to_task"), "Its number in `tasks`.")
        .hide("context", Kind.NUMBER, context, "What called the scheduler.")
        .hide("backtrace", Kind.BACKTRACE, context, "What called the scheduler.")
        .relation("switch", "t");
  }

  /** The tasks that ran; the time of one is that of its first run. */
  public static EventRelation tasks(Planning planning) {
    RelBuilder builder = planning.builder();
    builder.scan(Schema.TASKS.name());
    FlowColumns columns = new FlowColumns(builder, planning.rex());
    columns
        .show("t", Kind.TIME, columns.field("t_first"), Schema.TASKS.column("t_first").doc())
        .show("task", Kind.TEXT, columns.field("comm"), Schema.TASKS.column("comm").doc());
    for (String name : List.of("pid", "tgid")) {
      columns.show(name, Kind.NUMBER, columns.field(name), Schema.TASKS.column(name).doc());
    }
    return columns
        .show(
            "ran",
            Kind.NUMBER,
            planning.rex().call(FlowOperators.RAN_IN_ALL, columns.field("id")),
            "Instructions for which it ran, interrupts included.")
        .show("kernel_thread", Kind.FLAG, columns.field("kernel_thread"), doc("kernel_thread"))
        .show("address", Kind.ADDRESS, columns.field("task_struct"), doc("task_struct"))
        .show("t_last", Kind.TIME, columns.field("t_last"), doc("t_last"))
        .hide("id", Kind.NUMBER, columns.field("id"), doc("id"))
        .relation(TASK, "t", "id");
  }

  private static String doc(String column) {
    return Schema.TASKS.column(column).doc();
  }
}
