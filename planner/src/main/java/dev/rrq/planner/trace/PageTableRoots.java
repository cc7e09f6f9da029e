package dev.rrq.planner.trace;

import dev.rrq.planner.analysis.AddressSpace;
import dev.rrq.planner.analysis.Evaluator;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.duckdb.DuckDbSessions;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.TypeLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose page tables were in use: those of the process that ran last. */
final class PageTableRoots {

  private static final Value NO_PROCESS =
      new Value.Unknown("it is a user address, and no process ran yet");

  private final DuckDbSessions sessions;
  private final CTypes types;
  private final AddressSpace kernel;
  private final Evaluator evaluator;

  PageTableRoots(DuckDbSessions sessions, CTypes types, AddressSpace kernel, Evaluator evaluator) {
    this.sessions = sessions;
    this.types = types;
    this.kernel = kernel;
    this.evaluator = evaluator;
  }

  /** A process runs, or kernel threads in its address space. */
  private record Turn(Interval when, long taskStruct) {}

  /** The physical address of the page tables in use. */
  Timeline<Value> during(Interval when) {
    List<Turn> turns = turns(when);
    Map<Long, Timeline<Value>> known = new HashMap<>();
    spans(turns).forEach((task, span) -> known.put(task, root(task, span)));
    Timeline.Builder<Value> builder = new Timeline.Builder<>();
    long from = when.from();
    Value last = NO_PROCESS;
    for (Turn turn : turns) {
      builder.add(new Interval(from, turn.when().from()), last);
      for (Timeline.Piece<Value> piece :
          known.get(turn.taskStruct()).during(turn.when()).pieces()) {
        builder.add(piece.when(), piece.value());
        last = piece.value();
      }
      from = turn.when().to();
    }
    return builder.add(new Interval(from, when.to()), last).build();
  }

  /** The turns of processes, each until the next one's, cut to a time. */
  private List<Turn> turns(Interval when) {
    List<Turn> turns = new ArrayList<>();
    long since = 0;
    long task = 0;
    try (RawRows rows =
        sessions.query(
            "SELECT s.t, k.task_struct FROM switches s JOIN tasks k ON k.id = s.to_task"
                + " WHERE NOT k.kernel_thread AND s.t < "
                + Math.min(when.to(), Long.MAX_VALUE - 1)
                + " ORDER BY s.t")) {
      while (rows.advance()) {
        // The instruction that switches still belongs to the task before.
        long t = number(rows, 0) + 1;
        add(turns, new Interval(since, t).intersect(when), task);
        since = t;
        task = number(rows, 1);
      }
    }
    add(turns, new Interval(since, Long.MAX_VALUE).intersect(when), task);
    return turns;
  }

  private static void add(List<Turn> turns, Interval when, long task) {
    if (task != 0 && !when.isEmpty()) {
      turns.add(new Turn(when, task));
    }
  }

  private static long number(RawRows rows, int column) {
    return rows.value(column) instanceof Long number ? number : 0;
  }

  private static Map<Long, Interval> spans(List<Turn> turns) {
    Map<Long, Interval> spans = new HashMap<>();
    for (Turn turn : turns) {
      spans.merge(
          turn.taskStruct(), turn.when(), (before, now) -> new Interval(before.from(), now.to()));
    }
    return spans;
  }

  private Timeline<Value> root(long task, Interval when) {
    Optional<Term> pgd =
        member("task_struct", task, "mm")
            .flatMap(mm -> member("mm_struct", mm, "pgd"))
            .map(Term.class::cast);
    if (pgd.isEmpty()) {
      return Timeline.constant(when, new Value.Unknown("the kernel's mm_struct is not known"));
    }
    return evaluator
        .value(pgd.get(), when)
        .flatMap(
            (address, piece) ->
                address instanceof Value.Known known
                    ? kernel.physical(known.bits(), Long.BYTES, piece).map(PageTableRoots::start)
                    : Timeline.constant(piece, address));
  }

  private Optional<Term> member(String tag, long address, String name) {
    return member(tag, new Term.Constant(types.base("unsigned long"), address), name);
  }

  private Optional<Term> member(String tag, Term pointer, String name) {
    Optional<CType.Composite> struct = types.composite(CType.CompositeKind.STRUCT, tag);
    Optional<TypeLayout.Field> field = struct.flatMap(s -> types.layout().member(s, name));
    return field.map(
        found ->
            new Term.Field(
                found.member().type(),
                new Term.Dereference(struct.orElseThrow().id(), pointer),
                found.bitOffset(),
                0));
  }

  private static Value start(Mapping mapping) {
    return mapping instanceof Mapping.Mapped mapped
        ? new Value.Known(mapped.extents().get(0).start())
        : new Value.Unknown(((Mapping.Unmapped) mapping).reason());
  }
}
