package dev.rrq.shell.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private final StringWriter text = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  private ProgressLine line(boolean terminal) {
    return new ProgressLine(new PrintWriter(text, true), terminal, 200, clock::get);
  }

  private static Progress at(long icount) {
    return new Progress("indexing", icount, 1_500_000_000, 44_000_000, 200 << 20);
  }

  @Test
  void aTerminalGetsOneLineThatIsRedrawnAndTakenAway() {
    try (ProgressLine line = line(true)) {
      clock.set(10_000_000_000L);
      line.update(at(750_000_000));
    }
    assertThat(text.toString())
        .isEqualTo(
            "\r\u001b[Kindexing ████████████░░░░░░░░░░░░ 50%  icount 750 M  75.0 M/s"
                + "  events 44.0 M  200 MiB  left 10 s\r\u001b[K");
  }

  @Test
  void aFileGetsALineEveryFewSeconds() {
    try (ProgressLine line = line(false)) {
      for (int tenths = 0; tenths < 120; tenths++) {
        clock.set(tenths * 100_000_000L);
        line.update(at(tenths * 1_000_000L));
      }
    }
    assertThat(text.toString().lines()).hasSize(2).allMatch(each -> each.startsWith("indexing"));
  }

  @Test
  void theTimeLeftIsToldOnceTheWorkTellsIt() {
    try (ProgressLine line = line(false)) {
      clock.set(6_000_000_000L);
      line.update(at(43_600));
      clock.set(12_000_000_000L);
      line.update(at(150_000_000));
    }
    assertThat(text.toString().lines().toList())
        .satisfiesExactly(
            first -> assertThat(first).doesNotContain("left"),
            second -> assertThat(second).endsWith("left 1:48"));
  }

  @Test
  void amountsHaveThreeDigits() {
    assertThat(Amounts.count(950)).isEqualTo("950");
    assertThat(Amounts.count(1_504_000_000.0)).isEqualTo("1.50 G");
    assertThat(Amounts.bytes(3_355_443.0)).isEqualTo("3.20 MiB");
    assertThat(Amounts.seconds(125)).isEqualTo("2:05");
    assertThat(Amounts.seconds(3_725)).isEqualTo("1:02:05");
  }
}
