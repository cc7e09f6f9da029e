package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Query;
import dev.rrq.planner.Result;
import dev.rrq.planner.duckdb.DuckDbTimeSteps;
import dev.rrq.planner.duckdb.DuckDbToRows;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.duckdb.ReplayRows;
import dev.rrq.planner.duckdb.RowsRel;
import dev.rrq.store.Segment;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.sql.SqlExplainLevel;

/** {@code explain}: the plan of a query, where its parts run, its SQL and its cost. */
final class Explanations {

  private static final double NANOSECONDS = 1e6;

  private final Context context;

  Explanations(Context context) {
    this.context = context;
  }

  Result explain(Query query) {
    long start = System.nanoTime();
    QueryCompiler.Compiled compiled = QueryCompiler.compile(context, query);
    long analyzed = System.nanoTime();
    RowsRel plan = Optimizer.optimize(compiled.output().plan());
    long planned = System.nanoTime();
    PlanCost cost = PlanCost.of(plan, context.trace().sessions().replays());
    long rows = cost.isLong() ? -1 : rows(plan);
    long done = System.nanoTime();
    StringBuilder text = new StringBuilder();
    text.append(RelOptUtil.toString(plan, SqlExplainLevel.EXPPLAN_ATTRIBUTES).stripTrailing());
    text.append("\n\n").append(sql(plan)).append("\n\n");
    text.append(cost).append('\n');
    text.append(
        String.format(
            Locale.ROOT,
            "analysis %.1f ms, planning %.1f ms, execution %s",
            (analyzed - start) / NANOSECONDS,
            (planned - analyzed) / NANOSECONDS,
            rows < 0
                ? "left out, for it takes long"
                : String.format(
                    Locale.ROOT, "%.1f ms, %d rows", (done - planned) / NANOSECONDS, rows)));
    return new Result.Text(text.toString());
  }

  private long rows(RowsRel plan) {
    long rows = 0;
    try (RawRows cursor = plan.open(context.trace().sessions())) {
      while (cursor.advance()) {
        rows++;
      }
    }
    return rows;
  }

  private static String sql(RowsRel plan) {
    if (plan instanceof DuckDbTimeSteps steps) {
      List<Segment> first = steps.steps().get(0);
      return "-- step 1 of %d\n%s".formatted(steps.steps().size(), steps.sql(first, -1));
    }
    return plan instanceof ReplayRows replay ? replay.sql() : ((DuckDbToRows) plan).sql();
  }
}
