package dev.rrq.planner.rel;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Counts the events of a query, by what it groups by. */
final class Grouping {

  private static final Column COUNT = new Column("count", Kind.NUMBER, "How many there were.");
  private static final Column FIRST = new Column("first", Kind.TIME, "Time of the earliest.");
  private static final Column LAST = new Column("last", Kind.TIME, "Time of the latest.");

  private final Shaper shaper;
  private final EventRelation relation;
  private final Shape shape;
  private final RelBuilder builder;

  /** Groups what a shaper has filtered. */
  Grouping(Shaper shaper) {
    this.shaper = shaper;
    this.relation = shaper.relation;
    this.shape = shaper.shape;
    this.builder = shaper.builder;
  }

  /** The plan of the groups. */
  Output apply() {
    shaper.keepWindowsApart();
    List<EventColumn> groups = groups();
    if (shape.pick().isPresent()) {
      pick(groups);
      return aggregateOf(groups, name -> builder.field(name));
    }
    return aggregateOf(groups, name -> shaper.event(name).value());
  }

  /** What is grouped by; a call stack is told by its context and the instruction. */
  private List<EventColumn> groups() {
    Set<EventColumn> groups = new LinkedHashSet<>();
    shape.groups().forEach(column -> groups.add(relation.column(column)));
    if (groups.stream().anyMatch(c -> c.column().kind() == Kind.BACKTRACE)) {
      relation.column("pc").ifPresent(groups::add);
    }
    return List.copyOf(groups);
  }

  private boolean isGroupShown(EventColumn column) {
    return !column.name().equals("pc")
        || shape.groups().stream().anyMatch(c -> c.name().equalsIgnoreCase("pc"));
  }

  /** Takes the picked events, with what is grouped by. */
  void pick(List<EventColumn> groups) {
    Set<EventColumn> all = new LinkedHashSet<>();
    relation.order().forEach(name -> all.add(shaper.event(name)));
    all.addAll(groups);
    if (isByValue(groups)) {
      Shaper.VALUE_CONTEXT.forEach(name -> all.add(shaper.event(name)));
    }
    shaper.project(all);
    shaper.pick();
  }

  private Output aggregateOf(List<EventColumn> groups, Function<String, RexNode> value) {
    List<String> keys = new ArrayList<>();
    List<Column> columns = new ArrayList<>();
    for (EventColumn group : groups) {
      keys.add(group.name());
      if (isGroupShown(group)) {
        columns.add(group.column());
      }
    }
    List<String> inputs = new ArrayList<>(keys);
    boolean values = isByValue(groups);
    Stream.concat(Stream.of("t"), values ? Shaper.VALUE_CONTEXT.stream() : Stream.empty())
        .filter(name -> !inputs.contains(name))
        .forEach(inputs::add);
    builder.project(inputs.stream().map(value).toList(), inputs, true);
    RexNode t = builder.field("t");
    List<RelBuilder.AggCall> calls = new ArrayList<>();
    calls.add(builder.countStar(COUNT.name()));
    columns.add(COUNT);
    if (!shape.count()) {
      calls.add(builder.min(FIRST.name(), t));
      calls.add(builder.max(LAST.name(), t));
      columns.add(FIRST);
      columns.add(LAST);
    }
    for (int i = 0; values && i < Shaper.VALUE_CONTEXT.size(); i++) {
      RexNode number = builder.field(Shaper.VALUE_CONTEXT.get(i));
      calls.add(builder.min(Shaper.GROUPED_BYTES.get(i), number));
      calls.add(builder.max(Shaper.GROUPED_BYTES.get(i + Shaper.VALUE_CONTEXT.size()), number));
    }
    builder.aggregate(builder.groupKey(builder.fields(keys)), calls);
    return groupsInOrder(List.copyOf(builder.peek().getRowType().getFieldNames()), columns);
  }

  /** Whether the text of a group depends on which bytes its events stored. */
  private boolean isByValue(List<EventColumn> groups) {
    return groups.stream().anyMatch(group -> group.column().kind() == Kind.VALUE)
        && Shaper.VALUE_CONTEXT.stream().allMatch(name -> relation.column(name).isPresent());
  }

  /** Without another order the most frequent come first. */
  private Output groupsInOrder(List<String> names, List<Column> columns) {
    checkNames(names);
    List<RexNode> usual = new ArrayList<>();
    if (shape.order().isEmpty() && names.size() > 1) {
      RexNode count = builder.field(COUNT.name());
      usual.add(shape.reverse() ? count : builder.desc(count));
    }
    int groups = names.indexOf(COUNT.name());
    for (int i = 0; i < groups; i++) {
      usual.add(shaper.ordered(builder.field(i), shaper.event(names.get(i)).domain()));
    }
    List<RexNode> keys = new ArrayList<>();
    for (Clause.OrderBy.Key key : shape.order()) {
      String name = spelled(names, key.column().name());
      boolean isGroup = names.indexOf(name) < groups;
      RexNode field =
          shaper.ordered(
              builder.field(name), isGroup ? shaper.event(name).domain() : Domain.SIGNED);
      keys.add(key.descending() != shape.reverse() ? builder.desc(field) : field);
    }
    keys.addAll(usual);
    builder.sortLimit(shaper.offset(), shaper.fetch(), keys);
    List<Column> shown =
        shape.show().isEmpty()
            ? columns
            : shape.show().stream().map(c -> column(columns, spelled(names, c.name()))).toList();
    RelNode plan = builder.build();
    return new Output(plan, shown, names);
  }

  private static Column column(List<Column> columns, String name) {
    return columns.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  private void checkNames(List<String> names) {
    List<dev.rrq.grammar.ast.Column> used = new ArrayList<>(shape.show());
    shape.order().forEach(key -> used.add(key.column()));
    for (dev.rrq.grammar.ast.Column column : used) {
      if (names.stream().noneMatch(name -> name.equalsIgnoreCase(column.name()))) {
        throw Problems.unknown(
            "unknown-column",
            column.location(),
            "a group has no column '" + column.name() + "'",
            column.name(),
            names.stream().filter(name -> !Shaper.GROUPED_BYTES.contains(name)).toList());
      }
    }
  }

  private static String spelled(List<String> names, String name) {
    return names.stream().filter(n -> n.equalsIgnoreCase(name)).findFirst().orElseThrow();
  }
}
