package dev.rrq.planner.rel;

import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;

/** Operators on what a trace's flow of control says; each is a function of Java in DuckDB. */
public final class FlowOperators {

  /** {@code task_at(t)}: the name of the task that ran at a time. */
  public static final SqlFunction TASK_AT =
      function(
          "task_at",
          ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE));

  /** {@code pid_at(t)}: the pid of the task that ran at a time. */
  public static final SqlFunction PID_AT =
      function(
          "pid_at",
          ReturnTypes.explicit(SqlTypeName.BIGINT).andThen(SqlTypeTransforms.FORCE_NULLABLE));

  private FlowOperators() {}

  private static SqlFunction function(String name, SqlReturnTypeInference type) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        type,
        null,
        OperandTypes.ANY,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}
