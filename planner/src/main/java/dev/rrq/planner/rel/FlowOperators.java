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
  public static final SqlFunction TASK_AT = text("task_at");

  /** {@code function_at(pc)}: the function of an instruction. */
  public static final SqlFunction FUNCTION_AT = text("function_at");

  /** {@code location_at(pc)}: the source line of an instruction, {@code file:line}. */
  public static final SqlFunction LOCATION_AT = text("location_at");

  /** {@code source_at(pc)}: the text of that line. */
  public static final SqlFunction SOURCE_AT = text("source_at");

  /** {@code site_function(pc)}: the function of an instruction that wrote. */
  public static final SqlFunction SITE_FUNCTION = text("site_function");

  /** {@code site_file(pc)}: the source file of an instruction that wrote. */
  public static final SqlFunction SITE_FILE = text("site_file");

  /** {@code site_line(pc)}: the source line of an instruction that wrote. */
  public static final SqlFunction SITE_LINE = number("site_line");

  /** {@code site_offset(pc)}: how far into its function an instruction that wrote is. */
  public static final SqlFunction SITE_OFFSET = number("site_offset");

  /** {@code site_in_user(pc)}: 1 if an instruction that wrote did so in user mode, else 0. */
  public static final SqlFunction SITE_IN_USER = number("site_in_user");

  /** {@code pid_at(t)}: the pid of the task that ran at a time. */
  public static final SqlFunction PID_AT = number("pid_at");

  /** {@code ran_at(t)}: for how long the task that ran at a time had run. */
  public static final SqlFunction RAN_AT = number("ran_at");

  /** {@code ran_in_all(id)}: for how long a task ran. */
  public static final SqlFunction RAN_IN_ALL = number("ran_in_all");

  /** {@code switch_context(t)}: the context of the scheduler's last call. */
  public static final SqlFunction SWITCH_CONTEXT = number("switch_context");

  /** {@code uptime_at(t)}: the kernel's uptime at a time, in seconds. */
  public static final SqlFunction UPTIME_AT = function("uptime_at", seconds());

  /** {@code seconds(n)}: nanoseconds in seconds, whole microseconds of them. */
  public static final SqlFunction SECONDS = function("seconds", seconds());

  /** {@code return_to(context)}: where the call that made a context returns to. */
  public static final SqlFunction RETURN_TO = number("return_to");

  /** {@code under(context, 'function')}: whether the function is among the callers. */
  public static final SqlFunction UNDER = condition("under");

  /** {@code in_contexts(context, number)}: whether a context is in the set of this number. */
  public static final SqlFunction IN_CONTEXTS = condition("in_contexts");

  /** {@code in_code(pc, number)}: whether an instruction is in the code of this number. */
  public static final SqlFunction IN_CODE = condition("in_code");

  /** {@code in_irq(context, t)}: whether this is in interrupt context. */
  public static final SqlFunction IN_IRQ = condition("in_irq");

  private FlowOperators() {}

  private static SqlFunction text(String name) {
    return function(
        name, ReturnTypes.explicit(SqlTypeName.VARCHAR).andThen(SqlTypeTransforms.FORCE_NULLABLE));
  }

  private static SqlFunction number(String name) {
    return function(
        name, ReturnTypes.explicit(SqlTypeName.BIGINT).andThen(SqlTypeTransforms.FORCE_NULLABLE));
  }

  private static SqlReturnTypeInference seconds() {
    return ReturnTypes.explicit(SqlTypeName.DOUBLE).andThen(SqlTypeTransforms.FORCE_NULLABLE);
  }

  private static SqlFunction condition(String name) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.BOOLEAN_NULLABLE,
        null,
        OperandTypes.ANY_ANY,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }

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
