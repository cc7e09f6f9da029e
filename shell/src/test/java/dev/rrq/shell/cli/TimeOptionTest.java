package dev.rrq.shell.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.shell.failure.ShellException;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeOptionTest {

  @ParameterizedTest
  @CsvSource({
    "1_000_000, 1000000",
    "0, 0",
    "start, 0",
    "end, 1479180767",
    "50%, 739590383",
    "0%, 0",
    "100%, 1479180767",
    "12.5%, 184897595",
    "end - 1_000, 1479179767",
    "0x10, 16"
  })
  void timesAreThoseOfTheLanguage(String text, long t) {
    assertThat(TimeOption.icount("--to", text, () -> 1_479_180_767L)).isEqualTo(t);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "soon",
        "-1",
        "101%",
        "%",
        "1e6",
        "999999999999999999999",
        "",
        "2.668s",
        "#1",
        "(first switches)",
        "5; tasks"
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThatThrownBy(() -> TimeOption.icount("--to", text, () -> 1000))
        .isInstanceOf(ShellException.class)
        .hasMessageContaining("--to wants a time such as");
  }

  @Test
  void aNumberDoesNotNeedTheRecording() {
    LongSupplier noRecording =
        () -> {
          throw new AssertionError("not needed");
        };

    assertThat(TimeOption.icount("--from", "12", noRecording)).isEqualTo(12);
  }
}
