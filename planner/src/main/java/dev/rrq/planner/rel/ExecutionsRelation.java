package dev.rrq.planner.rel;

import dev.rrq.planner.Column.Kind;
import dev.rrq.store.Schema;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/** The executions of single instructions, as replays find them. */
public final class ExecutionsRelation {

  private ExecutionsRelation() {}

  /**
   * The executions of instructions.
   *
   * @param instructions by virtual address
   */
  public static EventRelation of(Planning planning, List<Long> instructions) {
    RelBuilder builder = planning.builder();
    Rex rex = planning.rex();
    builder.scan(Schema.SEGMENT_ROWS.name());
    RelNode table = builder.build();
    builder.push(
        ReplayScan.logical(
            table.getCluster(),
            Objects.requireNonNull(table.getTable()),
            ReplayScan.Reading.executions(instructions)));
    // A condition that always holds, so that there is one at all to tell the times.
    builder.filter(rex.atLeast(builder.field("t"), rex.number(0)));
    builder.scan(Schema.SITES.name());
    builder.join(JoinRelType.LEFT, rex.equal(builder.field(2, 0, "pc"), builder.field(2, 1, "pc")));
    FlowColumns columns = new FlowColumns(builder, rex);
    RexNode t = columns.field("t");
    RexNode place =
        rex.call(
            SqlStdOperatorTable.CONCAT,
            columns.field("file"),
            rex.call(SqlStdOperatorTable.CONCAT, rex.text(":"), rex.asText(columns.field("line"))));
    return columns
        .show("t", Kind.TIME, t, "Time before the instruction.")
        .task(t, !planning.flow().tasks().isEmpty())
        .show("function", Kind.TEXT, columns.field("function"), "The function that it belongs to.")
        .show("location", Kind.TEXT, place, "Its source line.")
        .show("pc", Kind.ADDRESS, columns.field("pc"), "The instruction.")
        .code(columns.field("pc"), columns.field("pc"))
        .hide("file", Kind.TEXT, columns.field("file"), "Its source file.")
        .hide("line", Kind.NUMBER, columns.field("line"), "Its source line.")
        .hide("in_user", Kind.FLAG, columns.field("in_user"), "Whether it ran in user mode.")
        .hide("context", Kind.NUMBER, columns.field("context"), "The calling context.")
        .hide("backtrace", Kind.BACKTRACE, columns.field("context"), "Its frame and its callers.")
        .hide(WritesRelation.SEQUENCE, Kind.NUMBER, columns.field("seq"), "Order at one time.")
        .relation("execution", "t", WritesRelation.SEQUENCE);
  }
}
