package dev.rrq.planner.trace;

import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.planner.duckdb.JavaFunction;
import dev.rrq.store.Interval;
import dev.rrq.store.TraceStore;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
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
        JavaFunction.decimal("uptime_at", t -> seconds(nanoseconds(store, t))),
        JavaFunction.decimal("seconds", n -> seconds(OptionalLong.of(n))));
  }

  /** The kernel's uptime where the index covers it: elsewhere the clock may have jumped. */
  private static OptionalLong nanoseconds(TraceStore store, long t) {
    return store.coverage().tellsStateAt(t) ? store.clock().uptime(t) : OptionalLong.empty();
  }

  private static @Nullable Double seconds(OptionalLong nanoseconds) {
    return nanoseconds.isEmpty()
        ? null
        : (Double) (Math.floorDiv(nanoseconds.getAsLong(), MICROSECOND) / MICROSECONDS);
  }

  @Override
  public OptionalLong icount(BigDecimal seconds) {
    BigDecimal wanted = seconds.movePointRight(NANOSECOND_DIGITS).setScale(0, RoundingMode.CEILING);
    if (wanted.toBigInteger().bitLength() >= Long.SIZE) {
      return OptionalLong.empty();
    }
    long nanoseconds = wanted.longValueExact();
    for (Interval part : store.coverage().intervals()) {
      OptionalLong begin = nanoseconds(store, part.from());
      boolean earlier = part.from() > 0 && begin.isPresent() && begin.getAsLong() > nanoseconds;
      OptionalLong reached = store.clock().reaches(nanoseconds, Math.min(end, part.to()));
      if (!earlier && reached.isPresent() && reached.getAsLong() >= part.from()) {
        return reached;
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public @Nullable BigDecimal uptime(long icount) {
    OptionalLong nanoseconds = nanoseconds(store, icount);
    return nanoseconds.isEmpty()
        ? null
        : BigDecimal.valueOf(nanoseconds.getAsLong(), NANOSECOND_DIGITS)
            .setScale(MICROSECOND_DIGITS, RoundingMode.FLOOR);
  }

  @Override
  public Optional<TimeResolver.Span> span() {
    List<Interval> parts = store.coverage().intervals();
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    long from = parts.get(0).from();
    long to = parts.get(parts.size() - 1).to();
    BigDecimal last = uptime(to);
    BigDecimal first = uptime(from);
    return last == null
        ? Optional.empty()
        : Optional.of(
            new TimeResolver.Span(first == null ? BigDecimal.ZERO : first, last, to >= end));
  }
}
