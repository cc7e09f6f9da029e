package dev.rrq.planner.trace;

import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.planner.duckdb.JavaFunction;
import dev.rrq.store.TraceStore;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The guest's uptime, as its kernel tells it. */
final class StoreClock implements TimeResolver.Clock {

  private static final int NANOSECOND_DIGITS = 9;
  private static final int MICROSECOND_DIGITS = 6;
  private static final long MICROSECOND = 1000;
  private static final double MICROSECONDS = 1e6;

  private final TraceStore store;
  private final long end;

  /**
   * The clock of a trace.
   *
   * @param end of the recording
   */
  StoreClock(TraceStore store, long end) {
    this.store = store;
    this.end = end;
  }

  /** The functions of {@link dev.rrq.planner.rel.FlowOperators} that tell the time. */
  static List<JavaFunction> functions(TraceStore store) {
    return List.of(
        JavaFunction.decimal("uptime_at", t -> seconds(store.clock().uptime(t))),
        JavaFunction.decimal("seconds", n -> seconds(OptionalLong.of(n))));
  }

  private static @Nullable Double seconds(OptionalLong nanoseconds) {
    return nanoseconds.isEmpty()
        ? null
        : (Double) (Math.floorDiv(nanoseconds.getAsLong(), MICROSECOND) / MICROSECONDS);
  }

  @Override
  public OptionalLong icount(BigDecimal seconds) {
    BigDecimal nanoseconds =
        seconds.movePointRight(NANOSECOND_DIGITS).setScale(0, RoundingMode.CEILING);
    return nanoseconds.toBigInteger().bitLength() < Long.SIZE
        ? store.clock().reaches(nanoseconds.longValueExact(), end)
        : OptionalLong.empty();
  }

  @Override
  public @Nullable BigDecimal uptime(long icount) {
    OptionalLong nanoseconds = store.clock().uptime(icount);
    return nanoseconds.isEmpty()
        ? null
        : BigDecimal.valueOf(nanoseconds.getAsLong(), NANOSECOND_DIGITS)
            .setScale(MICROSECOND_DIGITS, RoundingMode.FLOOR);
  }
}
