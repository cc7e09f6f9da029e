package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.CodePlace;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.trace.Trace;
import java.util.ArrayList;
import java.util.List;

/** Finds the instructions that a place in the code means. */
final class Instructions {

  private final Trace trace;

  Instructions(Trace trace) {
    this.trace = trace;
  }

  /** The virtual addresses of the instructions whose executions are those of the place. */
  List<Long> of(CodePlace code) {
    if (code instanceof CodePlace.Address address) {
      return List.of(address.address());
    }
    return of((CodePlace.SourceLine) code);
  }

  /** The first instruction of each run of instructions that a line was compiled to. */
  private List<Long> of(CodePlace.SourceLine line) {
    String file = line.file().replace("'", "''");
    String sql =
        """
        SELECT address FROM (
          SELECT address, file, line,
            lag(file) OVER (ORDER BY address) AS file_before,
            lag(line) OVER (ORDER BY address) AS line_before
          FROM lines)
        WHERE line = %d AND file IN (
            SELECT id FROM files WHERE path = '%s' OR suffix(path, '/%s'))
          AND (file_before IS DISTINCT FROM file OR line_before IS DISTINCT FROM line)
        """
            .formatted(line.line(), file, file);
    List<Long> found = new ArrayList<>();
    try (RawRows rows = trace.sessions().query(sql)) {
      while (rows.advance()) {
        if (rows.value(0) instanceof Long address) {
          found.add(address + trace.program().loadOffset());
        }
      }
    }
    if (found.isEmpty()) {
      throw Problems.error(
          "no-code",
          line.location(),
          "there are no instructions of " + line.file() + ":" + line.line(),
          "the compiler may have moved or left out the line; try one nearby");
    }
    return found;
  }
}
