package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Shape;
import dev.rrq.planner.analysis.ShapeReader;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.rel.EventColumn;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.ExecutionsRelation;
import dev.rrq.planner.rel.Output;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.RowExpressions;
import dev.rrq.planner.rel.Shaper;
import dev.rrq.planner.rel.UptimeColumn;
import dev.rrq.planner.rel.WritesRelation;
import dev.rrq.store.Coverage;
import dev.rrq.symbols.model.CType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;

/** From a query to its logical plan. */
final class QueryCompiler implements Subject.Visitor<QueryCompiler.Compiled> {

  private static final int MOST_REASONS = 3;
  private static final OptionalLong MOST_BARS = OptionalLong.of(20);

  private final Context context;
  private final Query query;
  private final Shape shape;
  private final Planning planning;
  private final Optional<Target> fixed;

  /**
   * A query that is ready to be optimized and run.
   *
   * @param noun what an event is called
   * @param output the plan
   * @param shape what the clauses came to
   * @param target the place that it asks about, if any
   * @param histogram counts numbers, where that is asked for
   * @param indexedOnly whether it is confined to the time that the index covers, since a replay
   *     could not answer it
   */
  record Compiled(
      String noun,
      Output output,
      Shape shape,
      Optional<Target> target,
      Optional<Histograms> histogram,
      boolean indexedOnly) {

    /** Why the place was nowhere at any time; empty if it was somewhere. */
    Optional<String> nowhere() {
      List<Mapping> mappings =
          target.stream()
              .flatMap(t -> t.where().pieces().stream())
              .map(piece -> piece.value())
              .toList();
      boolean mapped = mappings.stream().anyMatch(m -> m instanceof Mapping.Mapped);
      return mapped || mappings.isEmpty()
          ? Optional.empty()
          : Optional.of(
              mappings.stream()
                  .map(m -> ((Mapping.Unmapped) m).reason())
                  .distinct()
                  .limit(MOST_REASONS)
                  .collect(Collectors.joining("; then ")));
    }

    /** When the place was nowhere, for all that is known. */
    Coverage unplaced() {
      return Coverage.of(
          target.stream()
              .flatMap(t -> t.where().pieces().stream())
              .filter(piece -> piece.value() instanceof Mapping.Unmapped)
              .map(Timeline.Piece::when)
              .map(when -> new dev.rrq.store.Interval(when.from(), when.to()))
              .toList());
    }

    /** What to say of a place that moved while it was asked about. */
    Optional<String> moved() {
      long places =
          target.stream()
              .flatMap(t -> t.where().pieces().stream())
              .filter(piece -> piece.value() instanceof Mapping.Mapped)
              .map(piece -> ((Mapping.Mapped) piece.value()).virtual())
              .distinct()
              .count();
      return places < 2
          ? Optional.empty()
          : Optional.of("the place moves; it was at %d addresses in that time".formatted(places));
    }
  }

  private QueryCompiler(Context context, Query query, Shape shape, Optional<Target> fixed) {
    this.fixed = fixed;
    this.context = context;
    this.query = query;
    this.shape = shape;
    this.planning = new Planning(context.trace().schema());
  }

  static Compiled compile(Context context, Query query) {
    return compile(context, query, Optional.empty());
  }

  /** A query whose place was found before, and is to stay there. */
  static Compiled compile(Context context, Query query, Optional<Target> fixed) {
    context.processes().choose(query);
    Shape shape = ShapeReader.read(query, context.times());
    return query.subject().accept(new QueryCompiler(context, query, shape, fixed));
  }

  @Override
  public Compiled visitWrites(Subject.Writes subject) {
    Target target = target(subject.place());
    EventRelation relation = WritesRelation.of(planning, context.trace().types(), target);
    return shaped(relation, shape, Optional.of(target));
  }

  @Override
  public Compiled visitWriters(Subject.Writers subject) {
    Target target = target(subject.place());
    EventRelation relation = WritesRelation.of(planning, context.trace().types(), target);
    if (shape.aggregates()) {
      return shaped(relation, shape, Optional.of(target));
    }
    boolean byStack = shape.details().contains(Clause.With.Detail.BACKTRACE);
    Shape grouped = shape.groupedBy(columns(byStack ? "function,backtrace" : "function"));
    return shaped(relation, grouped, Optional.of(target));
  }

  private Target target(Place place) {
    if (fixed.isPresent()) {
      return fixed.get();
    }
    Interval asked = shape.times().intersect(new Interval(0, context.trace().end() + 1));
    return context
        .places()
        .resolve(place, asked.isEmpty() ? new Interval(0, context.trace().end() + 1) : asked);
  }

  private Compiled shaped(EventRelation events, Shape applied, Optional<Target> target) {
    EventRelation relation = UptimeColumn.addTo(events, planning.rex());
    ClauseConditions conditions = new ClauseConditions(context, relation, planning.rex());
    List<RexNode> filter = new ArrayList<>(conditions.of(applied.conditions()));
    Optional<RexNode> covered = covered(relation, applied, filter);
    covered.ifPresent(filter::add);
    applied.details().forEach(detail -> checkDetail(detail, relation));
    Stream.concat(applied.groups().stream(), applied.order().stream().map(key -> key.column()))
        .forEach(
            asked ->
                relation
                    .column(asked.name())
                    .ifPresent(c -> RowExpressions.checkCompared(c, asked.location())));
    if (applied.histogram().isPresent()) {
      return histogram(relation, applied, target, filter, covered.isPresent());
    }
    Output output = Shaper.apply(planning, relation, applied, filter);
    return new Compiled(
        relation.noun(), output, applied, target, Optional.empty(), covered.isPresent());
  }

  /** The condition that confines a question to what the index covers, where it needs that. */
  private Optional<RexNode> covered(EventRelation relation, Shape applied, List<RexNode> filter) {
    List<RexNode> deciding = new ArrayList<>(filter);
    Stream.concat(
            applied.groups().stream(), applied.histogram().stream().map(Clause.Histogram::column))
        .forEach(column -> relation.column(column.name()).ifPresent(c -> deciding.add(c.value())));
    return ReplayLimits.covered(context.trace(), relation, planning.rex(), deciding);
  }

  /** Numbers are put into bins; other values are grouped, the most frequent of them shown. */
  private Compiled histogram(
      EventRelation relation,
      Shape applied,
      Optional<Target> target,
      List<RexNode> filter,
      boolean indexedOnly) {
    Histograms.check(applied);
    EventColumn column = relation.column(applied.histogram().orElseThrow().column());
    int type = target.map(Target::type).orElse(CType.VOID_ID);
    boolean number = Histograms.isNumber(column, context.values().nature(type));
    Shape grouped = applied.counted(column.name(), number ? OptionalLong.empty() : MOST_BARS);
    Output output = Shaper.apply(planning, relation, grouped, filter);
    Optional<Histograms> histogram =
        number
            ? Optional.of(new Histograms(context, planning, relation, applied, filter, column))
            : Optional.empty();
    return new Compiled(relation.noun(), output, applied, target, histogram, indexedOnly);
  }

  private void checkDetail(Clause.With.Detail detail, EventRelation relation) {
    if (Shaper.detail(relation, detail).isEmpty()) {
      throw Problems.error(
          "no-such-detail",
          query.subject().location(),
          "%s has no %s".formatted(relation.anEvent(), detail.name().toLowerCase(Locale.ROOT)));
    }
  }

  @Override
  public Compiled visitStores(Subject.Stores subject) {
    return accesses(subject.place(), WritesRelation.Wanted.STORES, "stores that changed nothing");
  }

  private Compiled accesses(Place place, WritesRelation.Wanted wanted, String what) {
    if (context.trace().store().kept().runs().isEmpty()) {
      checkReplay(what);
    }
    Target target = target(place);
    EventRelation relation = WritesRelation.of(planning, context.trace().types(), target, wanted);
    return shaped(relation, shape, Optional.of(target));
  }

  private void checkReplay(String what) {
    context
        .trace()
        .sessions()
        .replays()
        .access()
        .hindrance()
        .ifPresent(
            reason -> {
              throw Problems.error(
                  "not-in-index",
                  query.subject().location(),
                  "this index has no " + what + ", and " + reason,
                  "'writes to' gives the stores that changed a place");
            });
  }

  @Override
  public Compiled visitReads(Subject.Reads subject) {
    return accesses(subject.place(), WritesRelation.Wanted.READS, "reads of memory");
  }

  @Override
  public Compiled visitAccesses(Subject.Accesses subject) {
    return accesses(subject.place(), WritesRelation.Wanted.ACCESSES, "reads of memory");
  }

  @Override
  public Compiled visitValues(Subject.Values subject) {
    Target target = target(subject.place());
    EventRelation writes = WritesRelation.of(planning, context.trace().types(), target);
    PlaceValues values = new PlaceValues(context, planning, target, subject.place().location());
    return shaped(values.of(writes), shape, Optional.of(target));
  }

  @Override
  public Compiled visitCallsTo(Subject.CallsTo subject) {
    return shaped(followed(subject).callsTo(subject.function()));
  }

  @Override
  public Compiled visitCallsFrom(Subject.CallsFrom subject) {
    return shaped(followed(subject).callsFrom(subject.function()));
  }

  @Override
  public Compiled visitReturnsFrom(Subject.ReturnsFrom subject) {
    return shaped(followed(subject).returnsFrom(subject.function()));
  }

  @Override
  public Compiled visitCallers(Subject.Callers subject) {
    return grouped(followed(subject).callsTo(subject.function()), "caller");
  }

  @Override
  public Compiled visitCallees(Subject.Callees subject) {
    return grouped(followed(subject).callsFrom(subject.function()), "function");
  }

  @Override
  public Compiled visitExecutions(Subject.Executions subject) {
    Optional<EventRelation> indexed = flow().executions(subject.code());
    if (indexed.isPresent()) {
      followed(subject);
    }
    if (indexed.isPresent()) {
      return shaped(indexed.get());
    }
    checkReplay("executions of single instructions");
    return shaped(ExecutionsRelation.of(planning, flow().instructions(subject.code())));
  }

  /** Calls and interrupts, which an index may lack: better refused than left out. */
  private FlowSubjects followed(Subject subject) {
    Optional<String> reason = context.trace().whyNoCalls();
    if (reason.isPresent()) {
      throw Problems.error(
          "not-in-index",
          subject.location(),
          reason.get() + " calls and interrupts",
          "index again, with calls: rrq index TRACE");
    }
    return flow();
  }

  @Override
  public Compiled visitSwitches(Subject.Switches subject) {
    return shaped(flow().switches(subject));
  }

  @Override
  public Compiled visitTasks(Subject.Tasks subject) {
    return shaped(flow().tasks());
  }

  @Override
  public Compiled visitInterrupts(Subject.Interrupts subject) {
    return shaped(followed(subject).interrupts(subject));
  }

  @Override
  public Compiled visitMessages(Subject.Messages subject) {
    KernelLog.check(context.trace().program(), subject);
    return shaped(KernelLog.messages(planning, subject), shape, Optional.empty());
  }

  private Compiled shaped(EventRelation relation) {
    return shaped(relation, shape, Optional.empty());
  }

  private Compiled grouped(EventRelation relation, String column) {
    Shape grouped = shape.aggregates() ? shape : shape.groupedBy(columns(column));
    return shaped(relation, grouped, Optional.empty());
  }

  private List<dev.rrq.grammar.ast.Column> columns(String names) {
    return Arrays.stream(names.split(","))
        .map(name -> new dev.rrq.grammar.ast.Column(query.location(), name))
        .toList();
  }

  private FlowSubjects flow() {
    return new FlowSubjects(context, planning);
  }
}
