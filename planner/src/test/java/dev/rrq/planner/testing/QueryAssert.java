package dev.rrq.planner.testing;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.DiagnosticRenderer;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.planner.Column;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.Session;
import dev.rrq.planner.TableResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs statements and writes their answers as text, for comparison. */
public final class QueryAssert {

  private QueryAssert() {}

  /** The whole answer to a statement, errors and notes included, one line a row. */
  public static String answer(Session session, String statement) {
    Source source = new Source("test", statement);
    try {
      Result result = session.execute(new StatementParser().parse(source));
      if (result instanceof TableResult table) {
        return table(table);
      } else if (result instanceof Result.Verdict verdict) {
        return (verdict.held() ? "held: " : "FAILED: ") + verdict.message();
      }
      return ((Result.Text) result).text();
    } catch (DiagnosticException e) {
      return DiagnosticRenderer.render(e.diagnostic(), source);
    } catch (QueryException e) {
      return "rrq: " + e.getMessage();
    }
  }

  /** The values of one column of an answer, as text. */
  public static List<String> column(Session session, String statement, String column) {
    Result result = session.execute(new StatementParser().parse(new Source("test", statement)));
    try (TableResult table = (TableResult) result) {
      int at = table.columns().stream().map(Column::name).toList().indexOf(column);
      List<String> values = new ArrayList<>();
      for (Row row = table.next(); row != null; row = table.next()) {
        values.add(row.text(at));
      }
      return values;
    }
  }

  private static String table(TableResult table) {
    try (table) {
      List<List<String>> lines = new ArrayList<>();
      lines.add(table.columns().stream().map(Column::name).toList());
      for (Row row = table.next(); row != null; row = table.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
          cells.add(row.text(i));
        }
        lines.add(cells);
      }
      String text =
          lines.stream().map(cells -> String.join(" | ", cells)).collect(Collectors.joining("\n"));
      return text + table.note().map(note -> "\n-- " + note).orElse("");
    }
  }
}
