package dev.rrq.planner.exec;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.TermAnalyzer;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.analysis.UserProgram;
import dev.rrq.planner.analysis.UserSpaces;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The processes that ran a user program, by the names of tasks, and their page tables as they were.
 * A query says {@code by pid N} where there are several.
 */
final class Processes implements UserSpaces {

  /** {@code TASK_COMM_LEN}, less the closing zero: longer names are cut. */
  private static final int LONGEST_NAME = 15;

  private final Trace trace;
  private final TermAnalyzer analyzer;
  private OptionalLong chosen = OptionalLong.empty();

  /** A process while it ran a program. */
  private record Execution(long pid, long taskStruct, Interval when) {}

  Processes(Trace trace, TermAnalyzer analyzer) {
    this.trace = trace;
    this.analyzer = analyzer;
  }

  /** Whose variables are meant until another is chosen: the process that a query names, if any. */
  void choose(Query query) {
    chosen = OptionalLong.empty();
    for (Clause clause : query.clauses()) {
      if (clause instanceof Clause.ByPid by) {
        chosen = OptionalLong.of(by.pid());
      }
    }
  }

  /** Nobody is chosen. */
  void chooseNone() {
    chosen = OptionalLong.empty();
  }

  @Override
  public Timeline<Value> pageTables(UserProgram program, Interval when) {
    List<Execution> found = processes(program);
    List<Long> pids = found.stream().map(Execution::pid).distinct().toList();
    if (pids.size() > 1) {
      throw new QueryException(
          "%d processes ran %s: pid %s; say whose variable is meant, as in: by pid %d"
              .formatted(
                  pids.size(),
                  program.name(),
                  pids.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                  pids.get(0)));
    }
    Timeline.Builder<Value> tables = new Timeline.Builder<>();
    Value absent = new Value.Unknown(absence(program));
    long from = when.from();
    for (Execution process : found) {
      Interval part = process.when().intersect(new Interval(from, when.to()));
      if (!part.isEmpty()) {
        tables.add(new Interval(from, part.from()), absent);
        for (Timeline.Piece<Value> piece : root(process, part).pieces()) {
          tables.add(piece.when(), piece.value());
        }
        from = part.to();
      }
    }
    return tables.add(new Interval(from, when.to()), absent).build();
  }

  private String absence(UserProgram program) {
    return chosen.isPresent()
        ? "process " + chosen.getAsLong() + " does not run " + program.name() + " then"
        : "no process runs " + program.name() + " then";
  }

  private List<Execution> processes(UserProgram program) {
    String name = program.name();
    String comm = name.substring(0, Math.min(name.length(), LONGEST_NAME)).replace("'", "''");
    String sql =
        "SELECT t.pid, t.task_struct, min(n.t), t.t_last FROM tasks t"
            + " JOIN task_names n ON n.task = t.id WHERE n.comm = '"
            + comm
            + "' AND t.pid = t.tgid"
            + (chosen.isPresent() ? " AND t.pid = " + chosen.getAsLong() : "")
            + " GROUP BY ALL ORDER BY 3";
    List<Execution> processes = new ArrayList<>();
    try (RawRows rows = trace.sessions().query(sql)) {
      while (rows.advance()) {
        processes.add(
            new Execution(
                number(rows, 0), number(rows, 1), new Interval(number(rows, 2), number(rows, 3))));
      }
    }
    return processes;
  }

  private static long number(RawRows rows, int column) {
    return rows.value(column) instanceof Number number ? number.longValue() : 0;
  }

  /** The physical address of a process's page tables. */
  private Timeline<Value> root(Execution process, Interval when) {
    Statement.Print pgd =
        (Statement.Print)
            new StatementParser()
                .parse(
                    "print ((struct task_struct *)0x%x)->mm->pgd".formatted(process.taskStruct()));
    return trace
        .evaluator()
        .value(analyzer.analyze(pgd.expression()), when)
        .flatMap(
            (address, piece) ->
                address instanceof Value.Known known
                    ? trace.space().physical(known.bits(), Long.BYTES, piece).map(Processes::start)
                    : Timeline.constant(piece, address));
  }

  private static Value start(Mapping mapping) {
    return mapping instanceof Mapping.Mapped mapped
        ? new Value.Known(mapped.extents().get(0).start())
        : new Value.Unknown(((Mapping.Unmapped) mapping).reason());
  }
}
