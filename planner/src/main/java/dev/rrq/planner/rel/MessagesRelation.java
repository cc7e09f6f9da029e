package dev.rrq.planner.rel;

import dev.rrq.planner.Column.Kind;
import dev.rrq.store.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/** The messages of the kernel's log. */
public final class MessagesRelation {

  /** As {@code dmesg -x} names them, from 0. */
  private static final List<String> LEVELS =
      List.of("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug");

  private MessagesRelation() {}

  /**
   * The messages whose texts match a pattern.
   *
   * @param pattern as of SQL's LIKE; empty for all
   */
  public static EventRelation of(Planning planning, Optional<String> pattern) {
    RelBuilder builder = planning.builder();
    Rex rex = planning.rex();
    builder.scan(Schema.MESSAGES.name());
    pattern.ifPresent(
        like ->
            builder.filter(
                rex.call(SqlStdOperatorTable.LIKE, builder.field("text"), rex.text(like))));
    FlowColumns columns = new FlowColumns(builder, rex);
    RexNode t = columns.field("t");
    RexNode nanoseconds = columns.field("nanoseconds");
    return columns
        .show("t", Kind.TIME, t, doc("t"))
        .task(t, !planning.flow().tasks().isEmpty())
        .show(
            "timestamp",
            Kind.DECIMAL,
            rex.call(FlowOperators.SECONDS, nanoseconds),
            "When it was written, in seconds of the kernel's uptime, as dmesg prints it.")
        .show("level", Kind.TEXT, level(rex, columns.field("level")), "Its severity.")
        .show("text", Kind.TEXT, columns.field("text"), doc("text"))
        .hide("severity", Kind.NUMBER, columns.field("level"), doc("level"))
        .hide("facility", Kind.NUMBER, columns.field("facility"), doc("facility"))
        .hide("seq", Kind.NUMBER, columns.field("seq"), doc("seq"))
        .hide("t_begin", Kind.TIME, columns.field("t_begin"), doc("t_begin"))
        .hide("nanoseconds", Kind.NUMBER, nanoseconds, doc("nanoseconds"))
        .hide("cpu", Kind.NUMBER, columns.field("cpu"), doc("cpu"))
        .relation("message", "t", "seq");
  }

  private static RexNode level(Rex rex, RexNode number) {
    List<RexNode> cases = new ArrayList<>();
    for (int i = 0; i < LEVELS.size(); i++) {
      cases.add(rex.equal(number, rex.number(i)));
      cases.add(rex.text(LEVELS.get(i)));
    }
    cases.add(rex.unknownText());
    return rex.cases(cases);
  }

  private static String doc(String column) {
    return Schema.MESSAGES.column(column).doc();
  }
}
