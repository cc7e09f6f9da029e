package dev.rrq.grammar;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clauses that cannot stand twice in a query; all others add up. */
final class ClauseRules {
  private static final Map<Class<? extends Clause>, String> ONCE =
      Map.of(
          Clause.GroupBy.class, "group by",
          Clause.Count.class, "count",
          Clause.Histogram.class, "histogram",
          Clause.Show.class, "show",
          Clause.OrderBy.class, "order by",
          Clause.Reverse.class, "reverse",
          Clause.Limit.class, "limit",
          Clause.Offset.class, "offset");

  private ClauseRules() {}

  static void check(List<Clause> clauses) {
    Map<Class<?>, Clause> seen = new HashMap<>();
    for (Clause clause : clauses) {
      String name = ONCE.get(clause.getClass());
      if (name != null && seen.put(clause.getClass(), clause) != null) {
        throw new DiagnosticException(
            Diagnostic.error(
                "twice", clause.location(), "a query has one '%s' only".formatted(name)));
      }
    }
  }
}
