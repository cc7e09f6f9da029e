package dev.rrq.planner.analysis;

import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.types.TypeLayout;
import java.util.List;

/** Walks the kernel's list of tasks, from {@code init_task.tasks} on, as it was. */
final class TaskSearch {

  /** Longer lists are taken to be memory that is no list yet. */
  private static final int MOST_TASKS = 4096;

  private final CTypes types;
  private final Program program;
  private final Evaluator evaluator;

  TaskSearch(CTypes types, Program program, Evaluator evaluator) {
    this.types = types;
    this.program = program;
    this.evaluator = evaluator;
  }

  Timeline<Value> find(Term.TaskPointer task, Interval when) {
    List<Symbol> first = program.symbols("init_task");
    if (first.isEmpty()) {
      return Timeline.constant(when, new Value.Unknown("the kernel has no init_task"));
    }
    long initTask = first.get(0).address() + program.loadOffset();
    CType.Pointer pointer = (CType.Pointer) types.resolve(task.type());
    CType.Composite struct = (CType.Composite) types.resolve(pointer.target());
    return evaluator
        .value(task.pid(), when)
        .flatMap(
            (pid, piece) ->
                pid instanceof Value.Known known
                    ? new Walk(struct, task.type(), initTask, known.bits()).from(initTask, piece, 0)
                    : Timeline.constant(piece, pid));
  }

  private final class Walk {
    private final CType.Composite struct;
    private final int pointerType;
    private final long initTask;
    private final long pid;

    Walk(CType.Composite struct, int pointerType, long initTask, long pid) {
      this.struct = struct;
      this.pointerType = pointerType;
      this.initTask = initTask;
      this.pid = pid;
    }

    Timeline<Value> from(long task, Interval when, int steps) {
      if (steps > MOST_TASKS) {
        return Timeline.constant(when, new Value.Unknown("the list of tasks has no end"));
      }
      return member(task, "pid", when)
          .flatMap(
              (found, piece) -> {
                if (!(found instanceof Value.Known known)) {
                  return Timeline.constant(piece, found);
                }
                return known.bits() == pid
                    ? Timeline.constant(piece, new Value.Known(task))
                    : next(task, piece, steps);
              });
    }

    private Timeline<Value> next(long task, Interval when, int steps) {
      long offset = types.layout().member(struct, "tasks").orElseThrow().byteOffset();
      return member(task, "tasks", when)
          .flatMap(
              (next, piece) -> {
                if (!(next instanceof Value.Known known)) {
                  return Timeline.constant(piece, next);
                }
                long following = known.bits() - offset;
                return following == initTask || known.bits() == 0
                    ? Timeline.constant(piece, new Value.Unknown("no task has pid " + pid))
                    : from(following, piece, steps + 1);
              });
    }

    /** The member's value; of the list node, its first word, which points to the next. */
    private Timeline<Value> member(long task, String name, Interval when) {
      TypeLayout.Field field = types.layout().member(struct, name).orElseThrow();
      int type = name.equals("tasks") ? types.base("unsigned long") : field.member().type();
      Term.Dereference base =
          new Term.Dereference(struct.id(), new Term.Constant(pointerType, task));
      return evaluator.value(new Term.Field(type, base, field.bitOffset(), 0), when);
    }
  }
}
