package dev.rrq.planner.duckdb;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A FROM item that is SQL text already; for all else it is a table of some name. */
final class SqlFragment extends SqlIdentifier {

  private final String sql;

  SqlFragment(String name, String sql) {
    super(name, SqlParserPos.ZERO);
    this.sql = sql;
  }

  @Override
  public SqlNode clone(SqlParserPos position) {
    return this;
  }

  @Override
  public void unparse(SqlWriter writer, int left, int right) {
    writer.print(sql + " AS ");
    super.unparse(writer, left, right);
  }
}
