package dev.rrq.gdbrsp;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a call may take, and what may end it before. The time is that of the whole call, however
 * many packets it needs.
 *
 * @param timeout none to wait for ever
 * @param cancellation that ends the call from another thread; interrupting its thread does too
 */
public record CallLimits(Optional<Duration> timeout, Optional<Cancellation> cancellation) {

  /** Ten seconds, which is long for every packet but those that run the target. */
  public static final CallLimits STANDARD = within(Duration.ofSeconds(10));

  /** At most this time. */
  public static CallLimits within(Duration timeout) {
    return new CallLimits(Optional.of(timeout), Optional.empty());
  }

  /** Any time. */
  public static CallLimits unlimited() {
    return new CallLimits(Optional.empty(), Optional.empty());
  }

  /** The same, and it can be cancelled. */
  public CallLimits cancelledBy(Cancellation by) {
    return new CallLimits(timeout, Optional.of(by));
  }
}
