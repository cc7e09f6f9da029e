package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.CodePlace;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.flow.InterruptVector;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.FlowRelations;
import dev.rrq.planner.rel.FlowRelations.Site;
import dev.rrq.planner.rel.InterruptsRelation;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.TaskRelations;
import dev.rrq.planner.trace.Trace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The relations of subjects that are about the flow of control. */
final class FlowSubjects {

  private final Trace trace;
  private final Planning planning;
  private final CodeSites sites;

  FlowSubjects(Trace trace, Planning planning) {
    this.trace = trace;
    this.planning = planning;
    this.sites = new CodeSites(trace);
  }

  EventRelation callsTo(FunctionName name) {
    return callsTo(sites.functions(name));
  }

  private EventRelation callsTo(List<Interval> functions) {
    return FlowRelations.callsTo(planning, starts(functions), sites.callersOf(functions));
  }

  EventRelation returnsFrom(FunctionName name) {
    List<Interval> functions = sites.functions(name);
    return FlowRelations.returnsFrom(planning, starts(functions), sites.callersOf(functions));
  }

  EventRelation callsFrom(FunctionName name) {
    List<Interval> functions = sites.functions(name);
    return FlowRelations.callsFrom(planning, functions, sites.callsIn(functions));
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
    Map<Long, Site> handlers = sites.handlers();
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

  private Map<Long, Site> only(Map<Long, Site> handlers, Predicate<InterruptVector> wanted) {
    Map<Long, Site> found = new TreeMap<>(handlers);
    found.keySet().removeIf(address -> !wanted.test(vector(address)));
    return found;
  }

  private InterruptVector vector(long handler) {
    return java.util.Objects.requireNonNull(trace.flow().vectors().get(handler));
  }

  private void checkVectors(Subject.Interrupts subject, Map<Long, Site> handlers) {
    only(handlers, vector -> vector.number().isEmpty()).values().stream()
        .findFirst()
        .ifPresent(
            unknown -> {
              throw Problems.error(
                  "not-in-index",
                  subject.location(),
                  "the vector of the handler " + unknown.function() + " could not be found",
                  "'interrupts' can be asked for by the names of handlers");
            });
  }

  private Map<Long, Site> named(Subject.Interrupts subject, String name, Map<Long, Site> handlers) {
    Map<Long, Site> found = new TreeMap<>(handlers);
    found
        .entrySet()
        .removeIf(
            handler ->
                !vector(handler.getKey()).name().equals(name)
                    && !handler.getValue().function().equals(name));
    if (found.isEmpty()) {
      List<String> names =
          handlers.entrySet().stream()
              .flatMap(
                  handler ->
                      Stream.of(vector(handler.getKey()).name(), handler.getValue().function()))
              .filter(known -> !known.isEmpty())
              .distinct()
              .toList();
      throw Problems.unknown(
          "unknown-interrupt",
          subject.location(),
          "no interrupt or exception '" + name + "' took place",
          name,
          names);
    }
    return found;
  }
}
