package dev.rrq.planner.duckdb;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A FROM item that is SQL text already. */
final class SqlFragment extends SqlCall {

  private static final SqlOperator OPERATOR =
      new SqlSpecialOperator("FRAGMENT", SqlKind.OTHER_FUNCTION);

  private final String sql;

  SqlFragment(String sql) {
    super(SqlParserPos.ZERO);
    this.sql = sql;
  }

  @Override
  public SqlOperator getOperator() {
    return OPERATOR;
  }

  @Override
  public List<SqlNode> getOperandList() {
    return List.of();
  }

  @Override
  public SqlNode clone(SqlParserPos position) {
    return this;
  }

  @Override
  public void unparse(SqlWriter writer, int left, int right) {
    writer.print(sql);
    writer.setNeedWhitespace(true);
  }
}
