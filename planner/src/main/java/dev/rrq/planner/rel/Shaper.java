package dev.rrq.planner.rel;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Query;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Shape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/** Applies the clauses of a query to the events of its subject. */
public final class Shaper {

  /** Hidden columns that the text of a value needs. */
  public static final List<String> VALUE_CONTEXT = List.of("size", WritesRelation.OFFSET);

  /**
   * Hidden columns of groups by a value: the least size and offset of the events, and the greatest.
   */
  public static final List<String> GROUPED_BYTES =
      List.of("$least_size", "$least_offset", "$greatest_size", "$greatest_offset");

  final EventRelation relation;
  final Shape shape;
  final RelBuilder builder;
  final Rex rex;

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
    new Grouping(shaper).pick(List.of(column));
    return builder.project(builder.field(column.name())).build();
  }

  private Output apply(List<RexNode> filter) {
    filter(filter);
    return shape.aggregates() ? new Grouping(this).apply() : events();
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

  /** SQL groups before it looks at windows; a condition between them makes two statements of it. */
  void keepWindowsApart() {
    if (builder.peek() instanceof Project project && project.containsOver()) {
      builder.filter(rex.atLeast(event("t").value(), rex.number(0)));
    }
  }

  /** A column that all events have. */
  EventColumn event(String name) {
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

  /** Leaves these columns, under their names. */
  List<String> project(Set<EventColumn> columns) {
    List<String> names = columns.stream().map(EventColumn::name).toList();
    builder.project(columns.stream().map(EventColumn::value).toList(), names, true);
    return names;
  }

  private boolean latestFirst() {
    return shape.reverse() || shape.pick().map(pick -> pick.end() == Query.End.LAST).orElse(false);
  }

  /** Takes the picked events, where they are not simply the first of what is sorted anyway. */
  void pick() {
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
  RexNode ordered(RexNode field, Domain domain) {
    return domain == Domain.UNSIGNED ? rex.xor(field, rex.number(Long.MIN_VALUE)) : field;
  }

  /** How many rows to leave out. */
  int offset() {
    return Math.toIntExact(Math.min(shape.offset(), Integer.MAX_VALUE));
  }

  /** How many rows are wanted; -1 for all. */
  int fetch() {
    long limit = shape.limit().orElse(Long.MAX_VALUE);
    if (shape.pick().isPresent() && !shape.aggregates() && isPickFinalOrder()) {
      long left = Math.max(0, shape.pick().get().count() - shape.offset());
      limit = Math.min(limit, left);
    }
    return limit >= Integer.MAX_VALUE ? -1 : (int) limit;
  }
}
