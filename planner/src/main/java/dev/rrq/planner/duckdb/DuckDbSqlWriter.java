package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Schema;
import dev.rrq.store.WritesSql;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.rel2sql.RelToSqlConverter;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Writes a tree of DuckDB nodes as one SQL statement. */
public final class DuckDbSqlWriter extends RelToSqlConverter {

  private static final int MOST_UNIONS = 100;

  private DuckDbSqlWriter() {
    super(RrqDuckDbDialect.INSTANCE);
  }

  /** The SELECT statement of a tree. */
  static String sql(DuckDbRel root) {
    SqlNode statement = new DuckDbSqlWriter().visitRoot(LateColumns.of(root)).asStatement();
    return statement
        .toSqlString(
            config ->
                config
                    .withDialect(RrqDuckDbDialect.INSTANCE)
                    .withSelectListItemsOnSeparateLines(false)
                    .withUpdateSetListNewline(false)
                    .withIndentation(0))
        .getSql();
  }

  /** A scan becomes a derived table that names the files. */
  public Result visit(DuckDbWritesScan scan) {
    WritesScan.Reading reading = scan.reading();
    String from =
        reading.old() || reading.segments().isEmpty()
            ? WritesSql.rows(reading.segments(), reading.addresses())
            : WritesSql.files(reading.segments(), reading.addresses());
    return result(
        new SqlFragment(Schema.SEGMENT_ROWS.name(), from), List.of(Clause.FROM), scan, Map.of());
  }

  /** Calcite would put the columns above a sort into the SELECT that sorts. */
  public Result visit(DuckDbSubquery subquery) {
    return result(
        new SqlFragment("sorted", "(" + subquery.sql() + ")"),
        List.of(Clause.FROM),
        subquery,
        Map.of());
  }

  /** What a replay finds stands in a table of the connection. */
  public Result visit(ReplayToDuckDb scan) {
    return result(
        new SqlFragment(Schema.SEGMENT_ROWS.name(), ReplayTable.ROWS),
        List.of(Clause.FROM),
        scan,
        Map.of());
  }

  /** Instructions that a replay met are beside those of the index. */
  public Result visit(ReplayedSites scan) {
    return result(
        new SqlFragment(Schema.SITES.name(), ReplayTable.SITES),
        List.of(Clause.FROM),
        scan,
        Map.of());
  }

  /**
   * Many rows are one list: Calcite would nest a UNION for each of them, too deep to be written.
   */
  public Result visit(DuckDbValues values) {
    boolean many = values.getTuples().size() > MOST_UNIONS && values.areIntegers();
    return many
        ? result(
            new SqlFragment("given", values.integers()), List.of(Clause.FROM), values, Map.of())
        : super.visit(values);
  }

  /** A table of the catalogue, by its plain name. */
  public Result visit(DuckDbTableScan scan) {
    SqlNode name = new SqlIdentifier(scan.getTable().getQualifiedName(), SqlParserPos.ZERO);
    return result(name, List.of(Clause.FROM), (RelNode) scan, Map.of());
  }
}
