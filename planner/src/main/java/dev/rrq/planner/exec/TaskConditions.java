package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.TaskName;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.flow.RunningTasks;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.TaskRelations;
import dev.rrq.store.RawRecord;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.calcite.rex.RexNode;

/** Turns clauses about tasks into row expressions. */
final class TaskConditions {

  private final Flow flow;
  private final EventRelation relation;
  private final Rex rex;

  TaskConditions(Flow flow, EventRelation relation, Rex rex) {
    this.flow = flow;
    this.relation = relation;
    this.rex = rex;
  }

  /** {@code by task}. */
  RexNode byTask(Clause.ByTask clause) {
    return clause
        .task()
        .accept(
            new TaskName.Visitor<RexNode>() {
              @Override
              public RexNode visitComm(TaskName.Comm task) {
                return byName(task);
              }

              @Override
              public RexNode visitPid(TaskName.Pid task) {
                return byPid(task.pid(), task.location());
              }
            });
  }

  private RexNode byName(TaskName.Comm task) {
    List<String> names = named(task);
    return isTasks() ? oneOf(run -> names.contains(run.comm())) : byTask(isNamed(time(), names));
  }

  /** {@code by pid}. */
  RexNode byPid(long pid, Location location) {
    checkPid(pid, location);
    return isTasks() ? oneOf(run -> run.pid() == pid) : byTask(isPid(time(), pid));
  }

  /** What ran before the switch, or runs after it. */
  RexNode switches(TaskName task, boolean to) {
    RexNode t = to ? rex.plus(time(), rex.number(1)) : time();
    return task.accept(
        new TaskName.Visitor<RexNode>() {
          @Override
          public RexNode visitComm(TaskName.Comm comm) {
            return isNamed(t, named(comm));
          }

          @Override
          public RexNode visitPid(TaskName.Pid pid) {
            checkPid(pid.pid(), pid.location());
            return isPid(t, pid.pid());
          }
        });
  }

  private RexNode isNamed(RexNode t, List<String> names) {
    RexNode name = rex.call(FlowOperators.TASK_AT, t);
    return rex.or(names.stream().map(n -> rex.equal(name, rex.text(n))).toList());
  }

  private RexNode isPid(RexNode t, long pid) {
    return rex.equal(rex.call(FlowOperators.PID_AT, t), rex.number(pid));
  }

  private boolean isTasks() {
    return relation.noun().equals(TaskRelations.TASK);
  }

  /** Of tasks themselves, those that ever ran so. */
  private RexNode oneOf(Predicate<RunningTasks.Run> wanted) {
    RexNode id = relation.column("id").orElseThrow().value();
    return rex.or(
        flow.tasks().runs().stream()
            .filter(wanted)
            .map(RunningTasks.Run::task)
            .distinct()
            .map(task -> rex.equal(id, rex.number(task)))
            .toList());
  }

  private RexNode time() {
    return relation.column("t").orElseThrow().value();
  }

  /** What a device does it does in no one's name. */
  private RexNode byTask(RexNode condition) {
    return relation
        .column("origin")
        .map(o -> rex.and(rex.notEqual(o.value(), rex.number(RawRecord.DEVICE)), condition))
        .orElse(condition);
  }

  /** A replay may meet a name that the index does not have, with a line feed or without. */
  private List<String> named(TaskName.Comm task) {
    if (flow.replayedTasks().isEmpty()) {
      return named(known(task.location()), task);
    }
    Stream<String> indexed = flow.tasks().names().stream().filter(name -> means(task, name));
    return Stream.concat(Stream.of(task.comm(), task.comm() + "\n"), indexed).distinct().toList();
  }

  private void checkPid(long pid, Location location) {
    if (flow.replayedTasks().isEmpty()) {
      checkPid(known(location), pid, location);
    }
  }

  private static boolean means(TaskName.Comm task, String name) {
    return name.equals(task.comm()) || name.strip().equals(task.comm());
  }

  private RunningTasks known(Location location) {
    RunningTasks tasks = flow.tasks();
    if (tasks.isEmpty()) {
      throw Problems.error("not-in-index", location, "this index has no tasks");
    }
    return tasks;
  }

  /** The names that are meant; a name that ends in a line feed is meant without it too. */
  static List<String> named(RunningTasks tasks, TaskName.Comm task) {
    List<String> names = tasks.names().stream().filter(name -> means(task, name)).toList();
    if (names.isEmpty()) {
      throw Problems.unknown(
          "unknown-task",
          task.location(),
          "no task was called '" + task.comm() + "' while it ran",
          task.comm(),
          tasks.names());
    }
    return names;
  }

  static void checkPid(RunningTasks tasks, long pid, Location location) {
    if (tasks.runs().stream().noneMatch(run -> run.pid() == pid)) {
      throw Problems.error(
          "unknown-task",
          location,
          "no task with the pid " + pid + " ran",
          "'tasks' lists those that did");
    }
  }
}
