package dev.rrq.planner.rel;

import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.flow.InterruptVector;
import dev.rrq.store.Schema;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Interrupts and exceptions. */
public final class InterruptsRelation {

  private InterruptsRelation() {}

  /**
   * Interrupts and exceptions.
   *
   * @param handlers those that are wanted, by their addresses
   */
  public static EventRelation of(Planning planning, Set<Long> handlers) {
    RelBuilder builder = planning.builder();
    builder.scan(Schema.INTERRUPTS.name());
    Rex rex = planning.rex();
    RexNode asked = builder.field("handler");
    builder.filter(rex.or(handlers.stream().map(h -> rex.equal(asked, rex.number(h))).toList()));
    FlowColumns columns = new FlowColumns(builder, rex);
    RexNode t = columns.field("t");
    RexNode end = columns.field("t_end");
    RexNode pc = columns.field("pc");
    RexNode handler = columns.field("handler");
    Map<Long, InterruptVector> vectors = planning.flow().vectors();
    return columns
        .show("t", Kind.TIME, t, Schema.INTERRUPTS.column("t").doc())
        .task(t, !planning.flow().tasks().isEmpty())
        .show(
            "vector",
            Kind.NUMBER,
            columns.number(handler, vectors, InterruptVector::number),
            "Its number in the interrupt descriptor table.")
        .show(
            "name",
            Kind.TEXT,
            columns.lookup(handler, vectors, InterruptVector::name),
            "The exception, or what interrupted.")
        .show("function", Kind.TEXT, rex.call(FlowOperators.FUNCTION_AT, handler), "The handler.")
        .show("pc", Kind.ADDRESS, pc, Schema.INTERRUPTS.column("pc").doc())
        .show(
            "interrupted",
            Kind.TEXT,
            rex.call(FlowOperators.FUNCTION_AT, pc),
            "The function that was interrupted; unknown of a user program.")
        .show("duration", Kind.NUMBER, rex.minus(end, t), "Instructions until it was left.")
        .hide(
            "location",
            Kind.TEXT,
            rex.call(FlowOperators.LOCATION_AT, pc),
            "The source line that was interrupted.")
        .code(pc, pc)
        .hide("t_end", Kind.TIME, end, Schema.INTERRUPTS.column("t_end").doc())
        .hide("handler", Kind.ADDRESS, handler, Schema.INTERRUPTS.column("handler").doc())
        .hide(
            "hardware",
            Kind.FLAG,
            hardware(rex, handler, vectors),
            "Whether a device or timer interrupted, not the program itself.")
        .hide(
            "in_user",
            Kind.FLAG,
            rex.atLeast(pc, rex.number(0)),
            "Whether a user's program was interrupted.")
        .hide(FlowRelations.SITE, Kind.ADDRESS, pc, "What was interrupted.")
        .hide("ending", Kind.NUMBER, columns.field("ending"), "How it ended; see `call_rows`.")
        .hide("context", Kind.NUMBER, columns.field("context"), "What was interrupted.")
        .hide("backtrace", Kind.BACKTRACE, columns.field("context"), "What was interrupted.")
        .relation("interrupt", "t");
  }

  private static RexNode hardware(Rex rex, RexNode handler, Map<Long, InterruptVector> vectors) {
    return rex.or(
        vectors.entrySet().stream()
            .filter(vector -> vector.getValue().isHardware())
            .map(vector -> rex.equal(handler, rex.number(vector.getKey())))
            .toList());
  }
}
