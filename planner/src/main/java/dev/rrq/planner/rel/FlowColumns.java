package dev.rrq.planner.rel;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Makes the columns of relations over the flow of control. */
final class FlowColumns {

  /** What the column {@code source} is. */
  static final String SOURCE = "The text of the source line, where its file is on this machine.";

  /** The column of instructions: their addresses, for which texts are put when rows are read. */
  static final String DISASSEMBLY = "disassembly";

  static final String DISASSEMBLY_DOC = "The instruction as memory had it; can only be shown.";

  private final RelBuilder builder;
  private final Rex rex;
  private final List<EventColumn> columns = new ArrayList<>();

  FlowColumns(RelBuilder builder, Rex rex) {
    this.builder = builder;
    this.rex = rex;
  }

  RexNode field(String name) {
    return builder.field(name);
  }

  FlowColumns show(String name, Kind kind, RexNode value, String doc) {
    return add(name, kind, true, value, doc);
  }

  /** Says in whose name an event took place. */
  FlowColumns task(RexNode t, boolean shown) {
    columns.addAll(TaskColumns.of(rex, t, shown));
    return this;
  }

  /** Adds the text of the source line and the instruction. */
  FlowColumns code(RexNode site, RexNode pc) {
    hide("source", Kind.TEXT, rex.call(FlowOperators.SOURCE_AT, site), SOURCE);
    Column column = new Column(DISASSEMBLY, Kind.TEXT, DISASSEMBLY_DOC);
    columns.add(new EventColumn(column, false, Domain.UNSIGNED, pc));
    return this;
  }

  FlowColumns hide(String name, Kind kind, RexNode value, String doc) {
    return add(name, kind, false, value, doc);
  }

  private FlowColumns add(String name, Kind kind, boolean shown, RexNode value, String doc) {
    Domain domain =
        switch (kind) {
          case ADDRESS, VALUE -> Domain.UNSIGNED;
          case TEXT -> Domain.TEXT;
          case FLAG -> Domain.FLAG;
          case TIME, NUMBER, DECIMAL, BACKTRACE, BAR -> Domain.SIGNED;
        };
    return add(name, kind, shown, domain, value, doc);
  }

  /** Adds a column that compares as it says. */
  FlowColumns add(String name, Kind kind, boolean shown, Domain domain, RexNode value, String doc) {
    columns.add(new EventColumn(new Column(name, kind, doc), shown, domain, value));
    return this;
  }

  /** The text that belongs to a number; unknown for a number that has none. */
  <T> RexNode lookup(RexNode key, Map<Long, T> values, Function<T, String> text) {
    List<RexNode> cases = new ArrayList<>();
    values.forEach(
        (value, named) -> {
          String shown = text.apply(named);
          if (!shown.isEmpty()) {
            cases.add(rex.equal(key, rex.number(value)));
            cases.add(rex.text(shown));
          }
        });
    cases.add(rex.unknownText());
    return rex.cases(cases);
  }

  /** The number that belongs to a number; unknown for one that has none. */
  <T> RexNode number(RexNode key, Map<Long, T> values, Function<T, OptionalInt> number) {
    List<RexNode> cases = new ArrayList<>();
    values.forEach(
        (value, numbered) -> {
          OptionalInt shown = number.apply(numbered);
          if (shown.isPresent()) {
            cases.add(rex.equal(key, rex.number(value)));
            cases.add(rex.number(shown.getAsInt()));
          }
        });
    cases.add(rex.unknownNumber());
    return rex.cases(cases);
  }

  /** Whether there is a column of a name. */
  boolean has(String name) {
    return columns.stream().anyMatch(column -> column.name().equalsIgnoreCase(name));
  }

  EventRelation relation(String noun, String... order) {
    return new EventRelation(noun, builder.build(), columns, List.of(order));
  }
}
