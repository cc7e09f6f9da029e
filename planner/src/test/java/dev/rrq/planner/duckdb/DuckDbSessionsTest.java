package dev.rrq.planner.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.TraceStore;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The macros compute as C does, which is as Java does. */
final class DuckDbSessionsTest {

  private static final long[] EDGES = {
    0, 1, 2, 3, 63, 64, -1, -2, -7, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 1L << 32
  };

  @TempDir Path directory;

  private interface Operator {
    long apply(long a, long b);
  }

  @Test
  void arithmeticWrapsAround() {
    try (TraceStore store = ToyTrace.in(directory).open();
        DuckDbSessions sessions = new DuckDbSessions(store)) {
      check(sessions, "c_add", (a, b) -> a + b);
      check(sessions, "c_subtract", (a, b) -> a - b);
      check(sessions, "c_multiply", (a, b) -> a * b);
      check(sessions, "c_divide", (a, b) -> a / b);
      check(sessions, "c_remainder", (a, b) -> a % b);
      check(sessions, "c_divide_unsigned", Long::divideUnsigned);
      check(sessions, "c_remainder_unsigned", Long::remainderUnsigned);
    }
  }

  @Test
  void shiftsAreOfZeroTo63Bits() {
    try (TraceStore store = ToyTrace.in(directory).open();
        DuckDbSessions sessions = new DuckDbSessions(store)) {
      Operator unknown = (a, b) -> 1 / (b < 0 || b > 63 ? 0 : 1);
      check(sessions, "c_shift_left", (a, b) -> (a << b) * unknown.apply(a, b));
      check(sessions, "c_shift_right", (a, b) -> (a >> b) * unknown.apply(a, b));
      check(sessions, "c_shift_right_unsigned", (a, b) -> (a >>> b) * unknown.apply(a, b));
    }
  }

  private static void check(DuckDbSessions sessions, String macro, Operator operator) {
    Random random = new Random(1);
    for (long a : EDGES) {
      for (long b : EDGES) {
        check(sessions, macro, operator, a, b);
      }
      check(sessions, macro, operator, a, random.nextLong());
      check(sessions, macro, operator, random.nextLong(), a);
    }
  }

  private static void check(
      DuckDbSessions sessions, String macro, Operator operator, long a, long b) {
    String sql = "SELECT %s('%d'::BIGINT, '%d'::BIGINT)".formatted(macro, a, b);
    try (RawRows rows = sessions.query(sql)) {
      assertThat(rows.advance()).isTrue();
      assertThat(rows.value(0)).as(sql).isEqualTo(expected(operator, a, b));
    }
  }

  private static @Nullable Long expected(Operator operator, long a, long b) {
    try {
      return operator.apply(a, b);
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
