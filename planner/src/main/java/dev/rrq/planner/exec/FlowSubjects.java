package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.CodePlace;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.flow.InterruptVector;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.FlowRelations;
import dev.rrq.planner.rel.InterruptsRelation;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.TaskRelations;
import dev.rrq.planner.trace.Trace;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The relations of subjects that are about the flow of control. */
final class FlowSubjects {

  private final Trace trace;
  private final Planning planning;
  private final Arguments arguments;
  private final CodeSites sites;

  FlowSubjects(Context context, Planning planning) {
    this.trace = context.trace();
    this.arguments = new Arguments(context);
    this.planning = planning;
    this.sites = new CodeSites(trace);
  }

  EventRelation callsTo(FunctionName name) {
    return callsTo(sites.functions(name));
  }

  private EventRelation callsTo(List<Interval> functions) {
    prepare();
    return FlowRelations.callsTo(
        planning, starts(functions), arguments.parameters(starts(functions)));
  }

  EventRelation returnsFrom(FunctionName name) {
    List<Interval> functions = sites.functions(name);
    prepare();
    return FlowRelations.returnsFrom(planning, starts(functions));
  }

  EventRelation callsFrom(FunctionName name) {
    prepare();
    return FlowRelations.callsFrom(planning, sites.functions(name));
  }

  /** What conditions and columns look up must be there before a statement runs. */
  private void prepare() {
    trace.code().prepare();
    trace.flow().stacks();
  }

  private static List<Long> starts(List<Interval> functions) {
    return functions.stream().map(Interval::from).toList();
  }

  /** Executions of what a call counts; empty if only a replay can tell. */
  Optional<EventRelation> executions(CodePlace code) {
    return code.accept(
        new CodePlace.Visitor<Optional<EventRelation>>() {
          @Override
          public Optional<EventRelation> visitFunction(CodePlace.Function place) {
            return Optional.of(callsTo(place.function()));
          }

          @Override
          public Optional<EventRelation> visitSourceLine(CodePlace.SourceLine place) {
            return ofEntries(sites.breakpoints(place));
          }

          @Override
          public Optional<EventRelation> visitAddress(CodePlace.Address place) {
            return ofEntries(List.of(place.address()));
          }
        });
  }

  /** The instructions whose executions are those of a place; not of a function. */
  List<Long> instructions(CodePlace code) {
    return code instanceof CodePlace.SourceLine line
        ? sites.breakpoints(line)
        : List.of(((CodePlace.Address) code).address());
  }

  private Optional<EventRelation> ofEntries(List<Long> instructions) {
    return instructions.stream().allMatch(sites::isEntry)
        ? Optional.of(callsTo(instructions.stream().map(Interval::at).toList()))
        : Optional.empty();
  }

  EventRelation tasks() {
    return TaskRelations.tasks(planning);
  }

  EventRelation switches(Subject.Switches subject) {
    EventRelation switches = TaskRelations.switches(planning);
    trace.flow().schedulings();
    if (trace.flow().tasks().isEmpty()) {
      throw Problems.error("not-in-index", subject.location(), "this index has no tasks");
    } else if (subject.task().isEmpty()) {
      return switches;
    }
    TaskConditions tasks = new TaskConditions(trace.flow(), switches, planning.rex());
    boolean to = subject.direction().orElseThrow() == Subject.Switches.Direction.TO;
    return switches.where(planning, tasks.switches(subject.task().get(), to));
  }

  EventRelation interrupts(Subject.Interrupts subject) {
    prepare();
    Set<Long> handlers = new TreeSet<>(trace.flow().vectors().keySet());
    if (subject.vector().isPresent()) {
      checkVectors(subject, handlers);
      handlers = only(handlers, vector -> isNumber(vector, subject.vector()));
    } else if (subject.name().isPresent()) {
      handlers = named(subject, subject.name().get(), handlers);
    }
    return InterruptsRelation.of(planning, handlers);
  }

  private static boolean isNumber(InterruptVector vector, OptionalLong number) {
    return vector.number().isPresent() && vector.number().getAsInt() == number.orElseThrow();
  }

  private Set<Long> only(Set<Long> handlers, Predicate<InterruptVector> wanted) {
    Set<Long> found = new TreeSet<>(handlers);
    found.removeIf(address -> !wanted.test(vector(address)));
    return found;
  }

  private InterruptVector vector(long handler) {
    return java.util.Objects.requireNonNull(trace.flow().vectors().get(handler));
  }

  private void checkVectors(Subject.Interrupts subject, Set<Long> handlers) {
    only(handlers, vector -> vector.number().isEmpty()).stream()
        .findFirst()
        .ifPresent(
            unknown -> {
              throw Problems.error(
                  "not-in-index",
                  subject.location(),
                  "the vector of the handler " + sites.function(unknown) + " could not be found",
                  "'interrupts' can be asked for by the names of handlers");
            });
  }

  private Set<Long> named(Subject.Interrupts subject, String name, Set<Long> handlers) {
    Set<Long> found = new TreeSet<>(handlers);
    found.removeIf(handler -> !names(handler).toList().contains(name));
    if (found.isEmpty()) {
      throw Problems.unknown(
          "unknown-interrupt",
          subject.location(),
          "no interrupt or exception '" + name + "' took place",
          name,
          handlers.stream().flatMap(this::names).distinct().toList());
    }
    return found;
  }

  private Stream<String> names(long handler) {
    return Stream.of(vector(handler).name(), sites.function(handler))
        .filter(name -> !name.isEmpty());
  }
}
