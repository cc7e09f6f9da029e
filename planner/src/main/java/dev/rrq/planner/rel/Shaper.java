package dev.rrq.planner.rel;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Query;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Applies the clauses of a query to the events of its subject. */
public final class Shaper {

  private static final Column COUNT = new Column("count", Kind.NUMBER, "How many there were.");
  private static final Column FIRST = new Column("first", Kind.TIME, "Time of the earliest.");
  private static final Column LAST = new Column("last", Kind.TIME, "Time of the latest.");

  /** Hidden columns that the text of a value needs. */
  public static final List<String> VALUE_CONTEXT = List.of("size", WritesRelation.OFFSET);

  /**
   * Hidden columns of groups by a value: the least size and offset of the events, and the greatest.
   */
  public static final List<String> GROUPED_BYTES =
      List.of("$least_size", "$least_offset", "$greatest_size", "$greatest_offset");

  private final EventRelation relation;
  private final Shape shape;
  private final RelBuilder builder;
  private final Rex rex;

  private Shaper(Planning planning, EventRelation relation, Shape shape) {
    this.relation = relation;
    this.shape = shape;
    this.builder = planning.builder();
    this.rex = planning.rex();
  }

  /**
   * The plan of a query.
   *
   * @param filter what each event must fulfil, over the columns of the relation's rows
   */
  public static Output apply(
      Planning planning, EventRelation relation, Shape shape, List<RexNode> filter) {
    return new Shaper(planning, relation, shape).apply(filter);
  }

  /** One column of the events that count, for a histogram. */
  public static RelNode column(
      Planning planning,
      EventRelation relation,
      Shape shape,
      List<RexNode> filter,
      EventColumn column) {
    Shaper shaper = new Shaper(planning, relation, shape);
    shaper.filter(filter);
    shaper.keepWindowsApart();
    RelBuilder builder = shaper.builder;
    if (shape.pick().isEmpty()) {
      return builder.project(List.of(column.value()), List.of(column.name()), true).build();
    }
    shaper.pickBeforeGrouping(List.of(column));
    return builder.project(builder.field(column.name())).build();
  }

  private Output apply(List<RexNode> filter) {
    filter(filter);
    return shape.aggregates() ? aggregated() : events();
  }

  private void filter(List<RexNode> filter) {
    builder.push(relation.rows());
    List<RexNode> conditions = new ArrayList<>(filter);
    addTimes(conditions);
    builder.filter(conditions);
  }

  private void addTimes(List<RexNode> conditions) {
    Interval times = shape.times();
    RexNode t = event("t").value();
    if (times.from() > 0) {
      conditions.add(rex.atLeast(t, rex.number(times.from())));
    }
    if (times.to() < Long.MAX_VALUE) {
      conditions.add(rex.less(t, rex.number(Math.max(0, times.to()))));
    }
  }

  private EventColumn event(String name) {
    return relation.column(name).orElseThrow();
  }

  // ---- events ----

  private Output events() {
    List<EventColumn> shown = shown();
    Set<EventColumn> all = new LinkedHashSet<>(shown);
    relation.order().forEach(name -> all.add(event(name)));
    shape.order().forEach(key -> all.add(relation.column(key.column())));
    if (shown.stream().anyMatch(c -> c.column().kind() == Kind.VALUE)) {
      VALUE_CONTEXT.forEach(name -> relation.column(name).ifPresent(all::add));
    }
    if (shown.stream().anyMatch(c -> c.column().kind() == Kind.BACKTRACE)) {
      relation.column("pc").ifPresent(all::add);
    }
    if (shown.stream().anyMatch(c -> c.domain() == Domain.SHOWN)) {
      ArgumentColumns.NEEDED.forEach(name -> all.add(event(name)));
    }
    List<String> names = project(all);
    pick();
    sort(relation.order(), latestFirst());
    return new Output(builder.build(), shown.stream().map(EventColumn::column).toList(), names);
  }

  private List<EventColumn> shown() {
    Set<EventColumn> shown = new LinkedHashSet<>();
    Set<EventColumn> details = new LinkedHashSet<>();
    shape.details().forEach(detail -> details.addAll(detail(relation, detail)));
    if (shape.show().isEmpty()) {
      relation.columns().stream()
          .filter(column -> column.shown() || details.contains(column))
          .forEach(shown::add);
    } else {
      shape.show().forEach(column -> shown.add(relation.column(column)));
      shown.addAll(details);
    }
    return List.copyOf(shown);
  }

  /** The columns that a detail adds; none if it has no meaning for the relation. */
  public static List<EventColumn> detail(EventRelation relation, Clause.With.Detail detail) {
    List<String> names =
        switch (detail) {
          case BACKTRACE -> List.of("backtrace");
          case SOURCE -> List.of("location", "source");
          case DISASSEMBLY -> List.of("disassembly");
          case TASK -> List.of("task", "pid");
        };
    List<EventColumn> columns =
        names.stream().flatMap(name -> relation.column(name).stream()).toList();
    return columns.size() == names.size() ? columns : List.of();
  }

  private List<String> project(Set<EventColumn> columns) {
    List<String> names = columns.stream().map(EventColumn::name).toList();
    builder.project(columns.stream().map(EventColumn::value).toList(), names, true);
    return names;
  }

  private boolean latestFirst() {
    return shape.reverse() || shape.pick().map(pick -> pick.end() == Query.End.LAST).orElse(false);
  }

  /** Takes the picked events, where they are not simply the first of what is sorted anyway. */
  private void pick() {
    if (shape.pick().isEmpty() || isPickFinalOrder()) {
      return;
    }
    Query.Pick pick = shape.pick().get();
    boolean last = pick.end() == Query.End.LAST;
    builder.sortLimit(
        0,
        Math.toIntExact(Math.min(pick.count(), Integer.MAX_VALUE)),
        keys(relation.order(), last));
  }

  private boolean isPickFinalOrder() {
    return shape.order().isEmpty()
        && !shape.aggregates()
        && latestFirst() == (shape.pick().orElseThrow().end() == Query.End.LAST);
  }

  private List<RexNode> keys(List<String> names, boolean descending) {
    return names.stream()
        .map(builder::field)
        .map(field -> descending ? builder.desc(field) : (RexNode) field)
        .toList();
  }

  private void sort(List<String> usual, boolean reverse) {
    List<RexNode> keys = new ArrayList<>();
    for (Clause.OrderBy.Key key : shape.order()) {
      EventColumn column = relation.column(key.column());
      RexNode field = ordered(builder.field(column.name()), column.domain());
      keys.add(key.descending() != shape.reverse() ? builder.desc(field) : field);
    }
    keys.addAll(keys(usual, reverse));
    builder.sortLimit(offset(), fetch(), keys);
  }

  /** Numbers without signs sort as such with their highest bit turned over. */
  private RexNode ordered(RexNode field, Domain domain) {
    return domain == Domain.UNSIGNED ? rex.xor(field, rex.number(Long.MIN_VALUE)) : field;
  }

  private static String spelled(List<String> names, String name) {
    return names.stream().filter(n -> n.equalsIgnoreCase(name)).findFirst().orElseThrow();
  }

  private int offset() {
    return Math.toIntExact(Math.min(shape.offset(), Integer.MAX_VALUE));
  }

  private int fetch() {
    long limit = shape.limit().orElse(Long.MAX_VALUE);
    if (shape.pick().isPresent() && !shape.aggregates() && isPickFinalOrder()) {
      long left = Math.max(0, shape.pick().get().count() - shape.offset());
      limit = Math.min(limit, left);
    }
    return limit >= Integer.MAX_VALUE ? -1 : (int) limit;
  }

  // ---- groups and counts ----

  private Output aggregated() {
    keepWindowsApart();
    List<EventColumn> groups = groups();
    if (shape.pick().isPresent()) {
      pickBeforeGrouping(groups);
      return aggregateOf(groups, name -> builder.field(name));
    }
    return aggregateOf(groups, name -> event(name).value());
  }

  /** SQL groups before it looks at windows; a condition between them makes two statements of it. */
  private void keepWindowsApart() {
    if (builder.peek() instanceof Project project && project.containsOver()) {
      builder.filter(rex.atLeast(event("t").value(), rex.number(0)));
    }
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

  private void pickBeforeGrouping(List<EventColumn> groups) {
    Set<EventColumn> all = new LinkedHashSet<>();
    relation.order().forEach(name -> all.add(event(name)));
    all.addAll(groups);
    if (isByValue(groups)) {
      VALUE_CONTEXT.forEach(name -> all.add(event(name)));
    }
    project(all);
    pick();
  }

  private Output aggregateOf(
      List<EventColumn> groups, java.util.function.Function<String, RexNode> value) {
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
    Stream.concat(Stream.of("t"), values ? VALUE_CONTEXT.stream() : Stream.empty())
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
    for (int i = 0; values && i < VALUE_CONTEXT.size(); i++) {
      RexNode number = builder.field(VALUE_CONTEXT.get(i));
      calls.add(builder.min(GROUPED_BYTES.get(i), number));
      calls.add(builder.max(GROUPED_BYTES.get(i + VALUE_CONTEXT.size()), number));
    }
    builder.aggregate(builder.groupKey(builder.fields(keys)), calls);
    return groupsInOrder(List.copyOf(builder.peek().getRowType().getFieldNames()), columns);
  }

  /** Whether the text of a group depends on which bytes its events stored. */
  private boolean isByValue(List<EventColumn> groups) {
    return groups.stream().anyMatch(group -> group.column().kind() == Kind.VALUE)
        && VALUE_CONTEXT.stream().allMatch(name -> relation.column(name).isPresent());
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
      usual.add(ordered(builder.field(i), event(names.get(i)).domain()));
    }
    List<RexNode> keys = new ArrayList<>();
    for (Clause.OrderBy.Key key : shape.order()) {
      String name = spelled(names, key.column().name());
      boolean isGroup = names.indexOf(name) < groups;
      RexNode field = ordered(builder.field(name), isGroup ? event(name).domain() : Domain.SIGNED);
      keys.add(key.descending() != shape.reverse() ? builder.desc(field) : field);
    }
    keys.addAll(usual);
    builder.sortLimit(offset(), fetch(), keys);
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
            names.stream().filter(name -> !GROUPED_BYTES.contains(name)).toList());
      }
    }
  }
}
