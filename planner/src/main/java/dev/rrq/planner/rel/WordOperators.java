package dev.rrq.planner.rel;

import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.util.Optionality;

/**
 * Operators on 64-bit words that the SQL standard lacks. Those named {@code c_...} are macros of
 * our own, which wrap around as C does where SQL reports an overflow.
 */
public final class WordOperators {

  /** Binds closer than a comparison and less than {@code +}, in DuckDB as in PostgreSQL. */
  private static final int PRECEDENCE = 36;

  static final SqlBinaryOperator AND = binary("&");
  static final SqlBinaryOperator OR = binary("|");
  static final SqlBinaryOperator SHIFT_RIGHT = binary(">>");
  static final SqlFunction XOR = function("xor");

  static final SqlFunction ADD = function("c_add");
  static final SqlFunction SUBTRACT = function("c_subtract");
  static final SqlFunction MULTIPLY = function("c_multiply");
  static final SqlFunction DIVIDE = function("c_divide");
  static final SqlFunction REMAINDER = function("c_remainder");
  static final SqlFunction DIVIDE_UNSIGNED = function("c_divide_unsigned");
  static final SqlFunction REMAINDER_UNSIGNED = function("c_remainder_unsigned");
  static final SqlFunction SHIFT_LEFT = function("c_shift_left");
  static final SqlFunction SHIFT_RIGHT_SIGNED = function("c_shift_right");
  static final SqlFunction SHIFT_RIGHT_UNSIGNED = function("c_shift_right_unsigned");

  /** The last value up to a row that is known; as a window function only. */
  static final SqlAggFunction LAST_KNOWN = new LastKnown();

  private WordOperators() {}

  /** Standard SQL has IGNORE NULLS behind the brackets, DuckDB within them. */
  private static final class LastKnown extends SqlAggFunction {
    LastKnown() {
      super(
          "last_known",
          null,
          SqlKind.OTHER_FUNCTION,
          ReturnTypes.BIGINT_NULLABLE,
          null,
          OperandTypes.ANY,
          SqlFunctionCategory.USER_DEFINED_FUNCTION,
          false,
          true,
          Optionality.FORBIDDEN);
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
      SqlWriter.Frame frame = writer.startFunCall("last_value");
      call.operand(0).unparse(writer, 0, 0);
      writer.literal("IGNORE NULLS");
      writer.endFunCall(frame);
    }
  }

  private static SqlBinaryOperator binary(String symbol) {
    return new SqlBinaryOperator(
        symbol,
        SqlKind.OTHER,
        PRECEDENCE,
        true,
        ReturnTypes.BIGINT_NULLABLE,
        null,
        OperandTypes.ANY_ANY);
  }

  private static SqlFunction function(String name) {
    return new SqlFunction(
        name,
        SqlKind.OTHER_FUNCTION,
        ReturnTypes.BIGINT_NULLABLE,
        null,
        OperandTypes.ANY_ANY,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}
