package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.Column;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.duckdb.DuckDbSessions;
import dev.rrq.planner.duckdb.TypedRows;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Coverage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** {@code sql SELECT ...}: DuckDB's own language, on data that it cannot change or leave. */
final class SqlStatements {

  private final DuckDbSessions sessions;
  private final Optional<String> partial;

  SqlStatements(Trace trace) {
    this.sessions = trace.sessions();
    Coverage missing = Coverage.of(0, trace.end()).minus(trace.coverage());
    this.partial =
        missing.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "the tables hold what is covered: %s; not covered: %s"
                    .formatted(trace.coverage(), missing));
  }

  Result run(Statement.Sql statement) {
    // query() takes exactly one SELECT statement, so nothing else gets through.
    TypedRows rows = open("FROM query(" + quoted(statement.text()) + ")", statement.location());
    List<Column> columns = rows.columns();
    RowText text = (row, column) -> Objects.requireNonNull(row.value(column)).toString();
    int[] positions = IntStream.range(0, columns.size()).toArray();
    return new TableResult(
        columns,
        new ResultRows(
            rows.rows(),
            positions,
            columns.size(),
            text,
            ResultRows.Masks.NONE,
            ResultRows.Texts.NONE,
            row -> {}),
        count -> partial);
  }

  Result explain(Statement.Sql statement) {
    String checked = "FROM query(" + quoted(statement.text()) + ")";
    StringBuilder plan = new StringBuilder();
    try (var rows = open("EXPLAIN " + checked, statement.location()).rows()) {
      while (rows.advance()) {
        plan.append(rows.value(1));
      }
    }
    return new Result.Text(plan.toString().stripTrailing());
  }

  private TypedRows open(String sql, Location location) {
    try {
      return sessions.typedQuery(sql);
    } catch (QueryException e) {
      throw refusal(message(e), location);
    }
  }

  private static RuntimeException refusal(String message, Location location) {
    if (message.contains("Expected a single SELECT statement")) {
      return Problems.error(
          "sql-select-only",
          location,
          "sql takes one SELECT, which reads the trace and changes nothing",
          "rows go to a file with '> FILE' behind it");
    } else if (message.startsWith("Permission Error")) {
      return Problems.error(
          "sql-trace-only",
          location,
          "sql reads the tables of the trace, and no files or network",
          "'describe writes' tells the columns of a table");
    }
    return Problems.error("sql", location, message);
  }

  private static String message(QueryException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("DuckDB gives no reason");
  }

  private static String quoted(String text) {
    String statement = text.strip();
    while (statement.endsWith(";")) {
      statement = statement.substring(0, statement.length() - 1).strip();
    }
    return "'" + statement.replace("'", "''") + "'";
  }
}
