package dev.rrq.store;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.duckdb.DuckDBConnection;

/** The SQL that reads writes from segment files. */
public final class WritesSql {

  private static final String RESTORED_OLD =
      "coalesce(\"old\", lag(\"new\") OVER (PARTITION BY paddr, size ORDER BY t, seq)) AS \"old\"";

  private WritesSql() {}

  /**
   * A FROM item: the rows of these files as {@link Schema#SEGMENT_ROWS} has them, but with {@code
   * old} restored.
   *
   * <p>{@code old} is had from the row before of the same (paddr, size), so the only condition that
   * may come before that is one on addresses: every other belongs into a WHERE outside.
   *
   * @param addresses keeps the rows that overlap any of these; empty for all rows
   */
  public static String rows(List<Segment> segments, List<Interval> addresses) {
    if (segments.isEmpty()) {
      return "(SELECT %s WHERE FALSE)"
          .formatted(
              Schema.SEGMENT_ROWS.columns().stream()
                  .map(c -> "NULL::%s AS \"%s\"".formatted(c.type(), c.name()))
                  .collect(joining(", ")));
    }
    List<Interval> spans = apart(addresses);
    return spans.size() > 1 ? selects(segments, spans, true) : select(segments, where(spans), true);
  }

  /**
   * A FROM item: the rows of these files as {@link Schema#SEGMENT_ROWS} has them, {@code old} as it
   * is stored.
   */
  public static String files(List<Segment> segments) {
    return select(segments, "", false);
  }

  /** The same, of rows that overlap any of these addresses. */
  public static String files(List<Segment> segments, List<Interval> addresses) {
    List<Interval> spans = apart(addresses);
    return spans.size() > 1 ? selects(segments, spans, false) : files(segments);
  }

  /** Spans that no row can overlap two of. */
  private static List<Interval> apart(List<Interval> addresses) {
    List<Interval> sorted = new ArrayList<>(addresses);
    sorted.sort(Comparator.comparingLong(Interval::from));
    List<Interval> spans = new ArrayList<>();
    for (Interval next : sorted) {
      int last = spans.size() - 1;
      if (last >= 0 && next.from() - spans.get(last).to() < Long.BYTES) {
        Interval before = spans.get(last);
        spans.set(last, new Interval(before.from(), Math.max(before.to(), next.to())));
      } else {
        spans.add(next);
      }
    }
    return spans;
  }

  /** Of several conditions with OR between them, none would skip row groups. */
  private static String selects(List<Segment> segments, List<Interval> spans, boolean restoreOld) {
    List<String> parts = new ArrayList<>();
    for (Interval span : spans) {
      List<Segment> files = segments.stream().filter(file -> file.mayTouch(span)).toList();
      if (!files.isEmpty()) {
        parts.add(select(files, where(List.of(span)), restoreOld));
      }
    }
    return parts.isEmpty()
        ? rows(List.of(), List.of())
        : "(" + String.join(" UNION ALL ", parts) + ")";
  }

  private static String select(List<Segment> segments, String condition, boolean restoreOld) {
    return "(SELECT %s FROM %s%s)"
        .formatted(
            Schema.SEGMENT_ROWS.columns().stream()
                .map(c -> expression(c, restoreOld))
                .collect(joining(", ")),
            stored(segments),
            condition);
  }

  private static String expression(Column column, boolean restoreOld) {
    String name = "\"" + column.name() + "\"";
    return switch (column.name()) {
      case "vaddr" -> "paddr + " + SegmentColumns.MAPPING + " AS vaddr";
      case "old" -> restoreOld ? RESTORED_OLD : name;
      default -> name;
    };
  }

  /** A FROM item: the rows of these files with the columns that they have in them. */
  static String stored(List<Segment> segments) {
    return segments.stream()
        .map(s -> DuckDb.quote(s.file().toAbsolutePath()))
        .collect(joining(", ", "read_parquet([", "])"));
  }

  /** The condition that keeps the rows that overlap any of these addresses. */
  static String where(List<Interval> addresses) {
    if (addresses.isEmpty()) {
      return "";
    }
    // The first condition, redundant as it is, is the one that skips row groups.
    return addresses.stream()
        .map(
            a ->
                String.format(
                    Locale.ROOT,
                    "paddr BETWEEN %d AND %d AND paddr + size > %d",
                    a.from() - Long.BYTES + 1,
                    a.to() - 1,
                    a.from()))
        .collect(joining(" OR ", " WHERE (", ")"));
  }

  /** Sets a database up: no access to files other than the index. */
  static void confine(DuckDBConnection connection, Layout layout) throws SQLException {
    DuckDb.execute(
        connection,
        "SET GLOBAL parquet_metadata_cache = true",
        "SET GLOBAL late_materialization_max_rows = 0",
        "SET GLOBAL allowed_directories = [" + DuckDb.quote(layout.index().toAbsolutePath()) + "]",
        "SET GLOBAL enable_external_access = false",
        "SET GLOBAL lock_configuration = true");
  }

  /** Makes the views of the schema, which belong to one connection. */
  static void createViews(DuckDBConnection connection, List<Segment> segments) throws SQLException {
    String stored = segments.isEmpty() ? rows(segments, List.of()) : files(segments);
    DuckDb.execute(
        connection,
        "CREATE TEMP VIEW segment_rows AS FROM " + stored,
        "CREATE TEMP VIEW writes AS SELECT "
            + Schema.WRITES.columns().stream().map(WritesSql::viewed).collect(joining(", "))
            + " FROM "
            + rows(segments, List.of())
            + " w LEFT JOIN sites s ON w.pc = s.pc");
  }

  private static String viewed(Column column) {
    return switch (column.name()) {
      case "function" ->
          "CASE w.origin WHEN 1 THEN '<cpu>' WHEN 2 THEN '<device>' ELSE s.\"function\" END AS"
              + " \"function\"";
      case "file", "line" -> "s.\"" + column.name() + "\"";
      default -> "w.\"" + column.name() + "\"";
    };
  }
}
