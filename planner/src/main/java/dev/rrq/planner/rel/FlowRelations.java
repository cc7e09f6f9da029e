package dev.rrq.planner.rel;

import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.store.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
   * Calls to functions.
   *
   * @param entries of the functions
   * @param parameters of the functions
   */
  public static EventRelation callsTo(
      Planning planning, List<Long> entries, List<ArgumentColumns.Parameter> parameters) {
    return calls(
        planning, "call", rows -> rows.filter(isAny(rows, entries)), Optional.of(parameters));
  }

  /** Returns from functions; the time is that after the last instruction. */
  public static EventRelation returnsFrom(Planning planning, List<Long> entries) {
    return calls(planning, "return", rows -> rows.filter(isAny(rows, entries)), Optional.empty());
  }

  /**
   * Calls that functions made. All calls are looked at: against the few contexts that such calls
   * make, not against all of them.
   *
   * @param callers the functions
   */
  public static EventRelation callsFrom(Planning planning, List<Interval> callers) {
    Rex rex = planning.rex();
    return calls(
        planning,
        "call",
        builder -> {
          builder.scan(Schema.CONTEXTS.name());
          builder.filter(returnsInto(builder, rex, callers));
          builder.project(builder.field("id"));
          RexNode context = builder.field(2, 0, "context");
          builder.join(JoinRelType.INNER, rex.equal(context, builder.field(2, 1, "id")));
        },
        Optional.empty());
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

  private static RexNode isAny(RelBuilder builder, List<Long> entries) {
    Rex rex = new Rex(builder.getRexBuilder());
    RexNode entry = builder.field("entry");
    return rex.or(entries.stream().map(e -> rex.equal(entry, rex.number(e))).toList());
  }

  private static EventRelation calls(
      Planning planning,
      String noun,
      Consumer<RelBuilder> wanted,
      Optional<List<ArgumentColumns.Parameter>> parameters) {
    RelBuilder builder = planning.builder();
    Rex rex = planning.rex();
    builder.scan(Schema.CALL_ROWS.name());
    wanted.accept(builder);
    boolean returns = noun.equals("return");
    if (returns) {
      builder.filter(rex.equal(builder.field("ending"), rex.number(RETURNED)));
    }
    builder.scan(Schema.FUNCTIONS.name());
    RexNode called = builder.field(2, 0, "entry");
    builder.join(JoinRelType.LEFT, rex.equal(called, builder.field(2, 1, "entry")));
    boolean tasks = !planning.flow().tasks().isEmpty();
    FlowColumns columns = callColumns(new FlowColumns(builder, rex), rex, returns, tasks);
    ArgumentColumns.addTo(columns, rex, parameters);
    return columns.relation(noun, "t");
  }

  private static FlowColumns callColumns(
      FlowColumns columns, Rex rex, boolean returns, boolean tasks) {
    RexNode begin = columns.field("t");
    RexNode end = rex.plus(begin, columns.field("duration"));
    RexNode open = rex.equal(columns.field("ending"), rex.number(OPEN));
    RexNode back = rex.call(FlowOperators.RETURN_TO, columns.field("context"));
    RexNode site = rex.minus(back, rex.number(1));
    columns
        .show("t", Kind.TIME, returns ? end : begin, Schema.CALL_ROWS.column("t").doc())
        .task(returns ? end : begin, tasks)
        .show("function", Kind.TEXT, columns.field("name"), "The function that was called.")
        .show("caller", Kind.TEXT, rex.call(FlowOperators.FUNCTION_AT, site), "Who called it.")
        .show(
            "location",
            Kind.TEXT,
            rex.call(FlowOperators.LOCATION_AT, site),
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
        .hide("return_address", Kind.ADDRESS, back, "Where it returns to.")
        .hide("pc", Kind.ADDRESS, columns.field("entry"), Schema.CALL_ROWS.column("entry").doc())
        .hide(
            "in_user",
            Kind.FLAG,
            rex.atLeast(columns.field("entry"), rex.number(0)),
            "Whether the function is a user program's.")
        .hide(SITE, Kind.ADDRESS, site, "In the call instruction.")
        .code(site, columns.field("entry"))
        .hide("file", Kind.TEXT, columns.field("file"), Schema.FUNCTIONS.column("file").doc())
        .hide("context", Kind.NUMBER, columns.field("context"), "The function's own context.")
        .hide("backtrace", Kind.BACKTRACE, columns.field("context"), "The function and callers.");
    return columns;
  }
}
