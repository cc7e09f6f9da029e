package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.store.testing.TraceBuilder;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clocks of the guest between their samples, at their jumps and outside of them. */
class GuestClockTest {

  /** 32 ns an instruction, a sleep of 1000 ns at 100, and one of 7 ns at 150. */
  private static final String CLOCK =
      """
      0 0
      100 3200
      100 4200
      150 5800
      150 5807
      200 7407
      """;

  @TempDir Path directory;

  private GuestClock clock(String uptimes) {
    try (TraceStore store =
        TraceBuilder.in(directory.resolve("x.rrq")).clock(CLOCK).uptimes(uptimes).end(300).open()) {
      return store.clock();
    }
  }

  @Test
  void virtualClockRunsWithTheInstructions() {
    GuestClock clock = clock("");

    assertThat(clock.virtual(0)).hasValue(0);
    assertThat(clock.virtual(99)).hasValue(3168);
    assertThat(clock.virtual(100)).hasValue(4200);
    assertThat(clock.virtual(101)).hasValue(4232);
    assertThat(clock.virtual(149)).hasValue(5768);
    assertThat(clock.virtual(150)).hasValue(5807);
    assertThat(clock.virtual(200)).hasValue(7407);
    assertThat(clock.virtual(210)).as("after the last sample").hasValue(7727);
  }

  @Test
  void nothingIsKnownWithoutSamples() {
    try (TraceStore store = TraceBuilder.in(directory.resolve("y.rrq")).end(10).open()) {
      assertThat(store.clock().virtual(5)).isEmpty();
      assertThat(store.clock().uptime(5)).isEmpty();
      assertThat(store.clock().reaches(0, 10)).isEmpty();
    }
  }

  @Test
  void uptimeStandsThenRuns() {
    GuestClock clock = clock("20 0 0 0\n50 2147483648 31 -1600\n");

    assertThat(clock.uptime(19)).isEmpty();
    assertThat(clock.uptime(49)).hasValue(0);
    assertThat(clock.uptime(51)).hasValue(32);
    assertThat(clock.uptime(100)).as("after a sleep").hasValue(2600);
  }

  @Test
  void firstInstantOfAnUptimeIsFound() {
    GuestClock clock = clock("20 0 0 0\n50 2147483648 31 -1600\n");

    assertThat(clock.reaches(0, 300)).hasValue(20);
    assertThat(clock.reaches(1, 300)).hasValue(51);
    assertThat(clock.reaches(32, 300)).hasValue(51);
    assertThat(clock.reaches(33, 300)).hasValue(52);
    assertThat(clock.reaches(2000, 300)).as("within a sleep").hasValue(100);
    assertThat(clock.reaches(1_000_000, 300)).isEmpty();
  }

  @Test
  void arithmeticIsThatOfTheKernel() {
    SplittableRandom random = new SplittableRandom(20121);
    for (int i = 0; i < 10_000; i++) {
      long clock = random.nextLong(1L << 62);
      long multiplier = random.nextLong(1L << 32);
      int shift = random.nextInt(33);
      long nanoseconds = random.nextLong();
      BigInteger expected =
          BigInteger.valueOf(clock)
              .multiply(BigInteger.valueOf(multiplier))
              .shiftRight(shift)
              .add(BigInteger.valueOf(nanoseconds));
      assertThat(GuestClock.uptime(new LogWriter.Uptime(0, multiplier, shift, nanoseconds), clock))
          .isEqualTo(expected.longValue());
    }
  }
}
