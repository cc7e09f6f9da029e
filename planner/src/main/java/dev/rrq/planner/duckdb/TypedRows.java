package dev.rrq.planner.duckdb;

import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a statement whose columns are not known before.
 *
 * @param columns as DuckDB names them
 */
public record TypedRows(List<Column> columns, RawRows rows) {

  public TypedRows {
    columns = List.copyOf(columns);
  }

  static TypedRows of(DuckDbRows rows) {
    try {
      ResultSetMetaData metadata = rows.results().getMetaData();
      List<Column> columns = new ArrayList<>();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        Kind kind = kind(metadata.getColumnType(i));
        columns.add(new Column(metadata.getColumnName(i), kind, ""));
      }
      return new TypedRows(columns, rows);
    } catch (SQLException e) {
      rows.close();
      throw DuckDbSessions.failure(e);
    }
  }

  private static Kind kind(int type) {
    return switch (type) {
      case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> Kind.NUMBER;
      case Types.FLOAT, Types.REAL, Types.DOUBLE -> Kind.DECIMAL;
      case Types.BOOLEAN -> Kind.FLAG;
      default -> Kind.TEXT;
    };
  }
}
