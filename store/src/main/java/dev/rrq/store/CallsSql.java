package dev.rrq.store;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBConnection;

/** The SQL that reads calls from their files. */
final class CallsSql {

  private CallsSql() {}

  /** Makes the views of calls, which belong to one connection. */
  static void createViews(DuckDBConnection connection, List<Path> files) throws SQLException {
    DuckDb.execute(
        connection,
        "CREATE TEMP VIEW call_rows AS FROM " + rows(files),
        """
        CREATE TEMP VIEW calls AS
        SELECT c.t, CASE WHEN c.ending <> 3 THEN c.t + c.duration END AS t_end,
          f.name AS "function", c.entry, c.context, c.ending,
          c.arg0, c.arg1, c.arg2, c.arg3, c.arg4, c.arg5
        FROM call_rows c LEFT JOIN functions f ON f.entry = c.entry
        """);
  }

  private static String rows(List<Path> files) {
    if (files.isEmpty()) {
      return Schema.CALL_ROWS.none();
    }
    return files.stream()
        .map(file -> DuckDb.quote(file.toAbsolutePath()))
        .collect(joining(", ", "read_parquet([", "])"));
  }
}
