package dev.rrq.planner.rel;

import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.store.Schema;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Calls of functions. */
public final class FlowRelations {

  /** The ending of a call that returned; see {@code call_rows}. */
  private static final long RETURNED = 0;

  /** The ending of a call that the index did not see end. */
  private static final long OPEN = 3;

  /** The instruction at which an event took place, where that is not its {@code pc}. */
  public static final String SITE = "$site";

  /** When an event began, where its time is that of its end. */
  public static final String BEGIN = "t_begin";

  private FlowRelations() {}

  /**
   * A place in the code.
   *
   * @param function empty if unknown
   * @param location {@code file:line}, empty if unknown
   */
  public record Site(String function, String location) {}

  /**
   * Calls to functions.
   *
   * @param entries of the functions
   * @param sites of the callers, by return address
   */
  public static EventRelation callsTo(
      Planning planning, List<Long> entries, Map<Long, Site> sites) {
    return calls(planning, "call", entries, List.of(), sites);
  }

  /** Returns from functions; the time is that after the last instruction. */
  public static EventRelation returnsFrom(
      Planning planning, List<Long> entries, Map<Long, Site> sites) {
    return calls(planning, "return", entries, List.of(), sites);
  }

  /**
   * Calls that functions made.
   *
   * @param callers the return addresses that lie in them
   */
  public static EventRelation callsFrom(
      Planning planning, List<Interval> callers, Map<Long, Site> sites) {
    return calls(planning, "call", List.of(), callers, sites);
  }

  private static EventRelation calls(
      Planning planning,
      String noun,
      List<Long> entries,
      List<Interval> callers,
      Map<Long, Site> sites) {
    RelBuilder builder = planning.builder();
    Rex rex = planning.rex();
    builder.scan(Schema.CALL_ROWS.name());
    boolean returns = noun.equals("return");
    if (returns) {
      builder.filter(rex.equal(builder.field("ending"), rex.number(RETURNED)));
    }
    if (callers.isEmpty()) {
      RexNode entry = builder.field("entry");
      builder.filter(rex.or(entries.stream().map(e -> rex.equal(entry, rex.number(e))).toList()));
    }
    builder.scan(Schema.CONTEXTS.name());
    RexNode context = builder.field(2, 0, "context");
    builder.join(JoinRelType.LEFT, rex.equal(context, builder.field(2, 1, "id")));
    if (!callers.isEmpty()) {
      builder.filter(returnsInto(builder, rex, callers));
    }
    builder.scan(Schema.FUNCTIONS.name());
    RexNode called = builder.field(2, 0, "entry");
    builder.join(JoinRelType.LEFT, rex.equal(called, builder.field(2, 1, "entry")));
    boolean tasks = !planning.flow().tasks().isEmpty();
    return callColumns(new FlowColumns(builder, rex), rex, returns, tasks, sites)
        .relation(noun, "t");
  }

  private static RexNode returnsInto(RelBuilder builder, Rex rex, List<Interval> callers) {
    RexNode pc = builder.field("pc");
    RexNode byCall = rex.equal(builder.field("kind"), rex.number(0));
    List<RexNode> ranges =
        callers.stream()
            .map(
                range ->
                    rex.and(
                        rex.atLeast(pc, rex.number(range.from() + 1)),
                        rex.atMost(pc, rex.number(range.to()))))
            .toList();
    return rex.and(byCall, rex.or(ranges));
  }

  private static FlowColumns callColumns(
      FlowColumns columns, Rex rex, boolean returns, boolean tasks, Map<Long, Site> sites) {
    RexNode begin = columns.field("t");
    RexNode end = rex.plus(begin, columns.field("duration"));
    RexNode open = rex.equal(columns.field("ending"), rex.number(OPEN));
    RexNode pc = columns.field("pc");
    columns
        .show("t", Kind.TIME, returns ? end : begin, Schema.CALL_ROWS.column("t").doc())
        .task(returns ? end : begin, tasks)
        .show("function", Kind.TEXT, columns.field("name"), "The function that was called.")
        .show("caller", Kind.TEXT, columns.lookup(pc, sites, Site::function), "Who called it.")
        .show(
            "location",
            Kind.TEXT,
            columns.lookup(pc, sites, Site::location),
            "The source line of the call.")
        .show(
            "duration",
            Kind.NUMBER,
            rex.when(open, rex.unknownNumber(), columns.field("duration")),
            "Instructions until it ended; unknown where the index ended before.")
        .hide(BEGIN, Kind.TIME, begin, "When it was called.")
        .hide(
            "t_end",
            Kind.TIME,
            rex.when(open, rex.unknownNumber(), end),
            Schema.CALLS.column("t_end").doc())
        .hide("ending", Kind.NUMBER, columns.field("ending"), "How it ended; see `call_rows`.")
        .hide("return_address", Kind.ADDRESS, pc, "Where it returns to.")
        .hide("pc", Kind.ADDRESS, columns.field("entry"), Schema.CALL_ROWS.column("entry").doc())
        .hide(
            "in_user",
            Kind.FLAG,
            rex.atLeast(columns.field("entry"), rex.number(0)),
            "Whether the function is a user program's.")
        .hide(SITE, Kind.ADDRESS, rex.minus(pc, rex.number(1)), "In the call instruction.")
        .hide("file", Kind.TEXT, columns.field("file"), Schema.FUNCTIONS.column("file").doc())
        .hide("context", Kind.NUMBER, columns.field("context"), "The function's own context.")
        .hide("backtrace", Kind.BACKTRACE, columns.field("context"), "The function and callers.");
    return columns;
  }
}
