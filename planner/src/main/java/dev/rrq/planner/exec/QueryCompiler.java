package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Shape;
import dev.rrq.planner.analysis.ShapeReader;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.Output;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Shaper;
import dev.rrq.planner.rel.WritesRelation;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;

/** From a query to its logical plan. */
final class QueryCompiler implements Subject.Visitor<QueryCompiler.Compiled> {

  private final Context context;
  private final Query query;
  private final Shape shape;
  private final Planning planning;

  /**
   * A query that is ready to be optimized and run.
   *
   * @param noun what an event is called
   * @param output the plan
   * @param shape what the clauses came to
   * @param target the place that it asks about, if any
   */
  record Compiled(String noun, Output output, Shape shape, Optional<Target> target) {

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
          : Optional.of(((Mapping.Unmapped) mappings.get(0)).reason());
    }
  }

  private QueryCompiler(Context context, Query query, Shape shape) {
    this.context = context;
    this.query = query;
    this.shape = shape;
    this.planning = new Planning(context.trace().schema());
  }

  static Compiled compile(Context context, Query query) {
    Shape shape = ShapeReader.read(query, context.times());
    return query.subject().accept(new QueryCompiler(context, query, shape));
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
    Shape grouped = shape.groupedBy(new dev.rrq.grammar.ast.Column(query.location(), "function"));
    return shaped(relation, grouped, Optional.of(target));
  }

  private Target target(Place place) {
    Interval asked = shape.times().intersect(new Interval(0, context.trace().end() + 1));
    return context
        .places()
        .resolve(place, asked.isEmpty() ? new Interval(0, context.trace().end() + 1) : asked);
  }

  private Compiled shaped(EventRelation relation, Shape applied, Optional<Target> target) {
    ClauseConditions conditions = new ClauseConditions(context, relation, planning.rex());
    List<RexNode> filter = conditions.of(applied.conditions());
    applied.details().forEach(detail -> checkDetail(detail.name()));
    Output output = Shaper.apply(planning, relation, applied, filter);
    return new Compiled(relation.noun(), output, applied, target);
  }

  private void checkDetail(String detail) {
    throw missing(
        "calling contexts, source and disassembly ('with "
            + detail.toLowerCase(java.util.Locale.ROOT)
            + "')");
  }

  private RuntimeException missing(String what) {
    return Problems.error("not-in-index", query.subject().location(), "this index has no " + what);
  }

  @Override
  public Compiled visitStores(Subject.Stores subject) {
    throw Problems.error(
        "not-in-index",
        subject.location(),
        "this index has no stores that changed nothing",
        "'writes to' gives those that changed the place");
  }

  @Override
  public Compiled visitReads(Subject.Reads subject) {
    throw missing("reads of memory");
  }

  @Override
  public Compiled visitAccesses(Subject.Accesses subject) {
    throw missing("reads of memory");
  }

  @Override
  public Compiled visitValues(Subject.Values subject) {
    throw missing("values yet");
  }

  @Override
  public Compiled visitCallsTo(Subject.CallsTo subject) {
    throw missing("calls");
  }

  @Override
  public Compiled visitCallsFrom(Subject.CallsFrom subject) {
    throw missing("calls");
  }

  @Override
  public Compiled visitReturnsFrom(Subject.ReturnsFrom subject) {
    throw missing("calls");
  }

  @Override
  public Compiled visitCallers(Subject.Callers subject) {
    throw missing("calls");
  }

  @Override
  public Compiled visitCallees(Subject.Callees subject) {
    throw missing("calls");
  }

  @Override
  public Compiled visitExecutions(Subject.Executions subject) {
    throw missing("executions");
  }

  @Override
  public Compiled visitSwitches(Subject.Switches subject) {
    throw missing("task switches");
  }

  @Override
  public Compiled visitTasks(Subject.Tasks subject) {
    throw missing("tasks");
  }

  @Override
  public Compiled visitInterrupts(Subject.Interrupts subject) {
    throw missing("interrupts");
  }

  @Override
  public Compiled visitMessages(Subject.Messages subject) {
    throw missing("kernel messages");
  }
}
