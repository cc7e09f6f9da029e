package dev.rrq.planner.analysis;

import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.grammar.diagnostics.Suggestions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;

/** Turns times as users say them into icounts. */
public final class TimeResolver implements Time.Visitor<Long> {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private static final String WAYS_TO_SAY =
      "a time is a count of instructions, 50%, 2.668s, start, end, #3, a mark's name, or a query in"
          + " brackets: (first call to schedule)";

  private final Reference reference;
  private final Names names;

  /** What a time may refer to. */
  public interface Reference {

    /** The length of the recording, in instructions. */
    long end();

    /**
     * The time of a row of the last result.
     *
     * @param number from 1
     * @return empty if there is no such row or it has no time
     */
    OptionalLong row(int number);

    /** The time of the one event that a query answers with. */
    long event(Query query);

    /** Whether a function is called so. */
    boolean isFunction(String name);

    /** The guest's clock, if the trace has one. */
    Clock clock();
  }

  /** The guest's clock. */
  public interface Clock {

    /** The clock of a trace that has none. */
    Clock NONE = uptime -> OptionalLong.empty();

    /**
     * The first icount at which the guest's uptime was at least so much.
     *
     * @param seconds not negative
     */
    OptionalLong icount(BigDecimal seconds);

    /**
     * The guest's uptime at an icount, in seconds; null if the trace does not say.
     *
     * @param icount of the recording
     */
    default @org.jspecify.annotations.Nullable BigDecimal uptime(long icount) {
      return null;
    }

    /** From which uptime to which the trace tells it; empty if at no time. */
    default Optional<Span> span() {
      return Optional.empty();
    }
  }

  /**
   * Uptimes that are known, in seconds.
   *
   * @param toEnd whether the last one is that of the recording's end
   */
  public record Span(BigDecimal first, BigDecimal last, boolean toEnd) {}

  /** Resolves with the parts of a session. */
  public TimeResolver(Reference reference, Names names) {
    this.reference = reference;
    this.names = names;
  }

  /**
   * The icount of a time.
   *
   * @throws dev.rrq.grammar.diagnostics.DiagnosticException if it has none
   */
  public long resolve(Time time) {
    return time.accept(this);
  }

  @Override
  public Long visitIcount(Time.Icount time) {
    return time.value();
  }

  @Override
  public Long visitStart(Time.Start time) {
    return 0L;
  }

  @Override
  public Long visitEnd(Time.End time) {
    return reference.end();
  }

  @Override
  public Long visitBoot(Time.Boot time) {
    return uptime(BigDecimal.ZERO, time.location());
  }

  @Override
  public Long visitPercent(Time.Percent time) {
    return BigDecimal.valueOf(reference.end())
        .multiply(time.value())
        .divide(HUNDRED, 0, RoundingMode.FLOOR)
        .longValue();
  }

  @Override
  public Long visitNamed(Time.Named time) {
    String name = time.name();
    OptionalLong icount = names.time(name);
    if (icount.isPresent()) {
      return icount.getAsLong();
    } else if (names.term(name).isPresent()) {
      throw unknown(time, "'" + name + "' is a place or value, not a time", WAYS_TO_SAY);
    } else if (reference.isFunction(name)) {
      String call = "(first call to " + name + ")";
      throw unknown(
          time, "'" + name + "' is a function, not a time", "did you mean '" + call + "'?");
    }
    Optional<String> meant = Suggestions.hint(name, names.times().keySet());
    throw unknown(time, "no time is called '" + name + "'", meant.orElse(WAYS_TO_SAY));
  }

  private static RuntimeException unknown(Time.Named time, String message, String hint) {
    return Problems.error("unknown-time", time.location(), message, hint);
  }

  @Override
  public Long visitUptime(Time.Uptime time) {
    return uptime(time.seconds(), time.location());
  }

  private long uptime(BigDecimal seconds, Location location) {
    return reference.clock().icount(seconds).orElseThrow(() -> noUptime(location));
  }

  private RuntimeException noUptime(Location location) {
    Optional<Span> known = reference.clock().span();
    if (known.isEmpty()) {
      return Problems.error(
          "no-clock",
          location,
          "the index does not tell the guest's uptime at any time",
          "give the time as a count of instructions, or as a share: 50%");
    }
    Span span = known.get();
    String last = span.last().toPlainString();
    boolean whole = span.toEnd() && span.first().signum() == 0;
    return Problems.error(
        "no-such-uptime",
        location,
        whole
            ? "the recording ends at an uptime of " + last + "s"
            : "the index covers uptimes from %ss to %ss"
                .formatted(span.first().toPlainString(), last));
  }

  @Override
  public Long visitRow(Time.Row time) {
    return reference
        .row(time.number())
        .orElseThrow(
            () ->
                Problems.error(
                    "unknown-row",
                    time.location(),
                    "the last result has no row " + time.number() + " with a time"));
  }

  @Override
  public Long visitPlusInstructions(Time.PlusInstructions time) {
    return Math.max(0, resolve(time.base()) + time.instructions());
  }

  @Override
  public Long visitPlusSeconds(Time.PlusSeconds time) {
    BigDecimal uptime = reference.clock().uptime(resolve(time.base()));
    if (uptime == null) {
      return uptime(time.seconds(), time.location());
    }
    return uptime(uptime.add(time.seconds()).max(BigDecimal.ZERO), time.location());
  }

  @Override
  public Long visitEvent(Time.Event time) {
    return reference.event(time.query());
  }
}
