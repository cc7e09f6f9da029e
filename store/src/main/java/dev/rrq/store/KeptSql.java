package dev.rrq.store;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** The SQL that reads kept accesses. */
final class KeptSql {

  private KeptSql() {}

  /** Makes the views of kept accesses, which belong to one connection. */
  static void createViews(DuckDBConnection connection, KeptAccesses kept) throws SQLException {
    DuckDb.execute(
        connection,
        "CREATE TEMP VIEW kept AS " + runs(kept),
        "CREATE TEMP VIEW accesses AS " + accesses(kept));
  }

  private static String runs(KeptAccesses kept) {
    List<String> rows = new ArrayList<>();
    for (KeptRun run : kept.runs()) {
      String places =
          run.places().isEmpty()
              ? "NULL::VARCHAR"
              : "'" + String.join(", ", run.places()).replace("'", "''") + "'";
      for (KeptRun.Kind kind : run.kinds()) {
        for (Interval range : run.addresses()) {
          rows.add(
              "(%d, '%s', %s, %d::BIGINT, %d::BIGINT, %d::BIGINT, %d::BIGINT)"
                  .formatted(
                      run.id(),
                      kind.text(),
                      places,
                      range.from(),
                      range.to(),
                      run.time().from(),
                      run.time().to()));
        }
      }
    }
    String names =
        Schema.KEPT.columns().stream().map(c -> "\"" + c.name() + "\"").collect(joining(", "));
    return rows.isEmpty()
        ? "FROM " + Schema.KEPT.none()
        : "FROM (VALUES %s) v(%s)".formatted(String.join(", ", rows), names);
  }

  private static String accesses(KeptAccesses kept) {
    List<String> parts = new ArrayList<>();
    for (KeptRun run : kept.runs()) {
      if (!run.segments().isEmpty()) {
        parts.add(
            "SELECT "
                + Schema.ACCESSES.columns().stream()
                    .map(column -> expression(column, run.id()))
                    .collect(joining(", "))
                + " FROM "
                + WritesSql.rows(run.segments(), List.of()));
      }
    }
    return parts.isEmpty() ? "FROM " + Schema.ACCESSES.none() : String.join(" UNION ALL ", parts);
  }

  private static String expression(Column column, int run) {
    return switch (column.name()) {
      case "run" -> run + " AS run";
      case "kind" -> "CASE origin WHEN 3 THEN 'read' ELSE 'store' END AS kind";
      case "origin" -> "CASE origin WHEN 3 THEN 0 ELSE origin END AS origin";
      default -> "\"" + column.name() + "\"";
    };
  }
}
