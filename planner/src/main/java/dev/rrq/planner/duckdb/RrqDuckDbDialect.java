package dev.rrq.planner.duckdb;

import org.apache.calcite.sql.dialect.DuckDBSqlDialect;

/** DuckDB's SQL, in which a string literal may hold any character. */
final class RrqDuckDbDialect extends DuckDBSqlDialect {

  static final RrqDuckDbDialect INSTANCE = new RrqDuckDbDialect();

  private RrqDuckDbDialect() {
    super(DuckDBSqlDialect.DEFAULT_CONTEXT);
  }

  @Override
  public boolean supportsCharSet() {
    return false;
  }

  @Override
  public void quoteStringLiteral(
      StringBuilder builder, @org.jspecify.annotations.Nullable String charset, String text) {
    builder.append('\'').append(text.replace("'", "''")).append('\'');
  }
}
