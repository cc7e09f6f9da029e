package dev.rrq.indexer.recording;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservedArgumentsTest {

  @Test
  void namesTheOptionToUse() {
    assertThatThrownBy(() -> ReservedArguments.check(List.of("-cpu", "max", "-m", "1G")))
        .hasMessage(
            "the QEMU argument -m cannot be given to a recording: rrq sets it with --memory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-smp", "--smp", "-enable-kvm", "-icount", "-no-shutdown"})
  void refusesWhatAReplayCannotHave(String option) {
    assertThatThrownBy(() -> ReservedArguments.check(List.of(option, "2")))
        .hasMessageContaining(option);
  }

  @Test
  void takesTheRest() {
    List<String> arguments = List.of("-cpu", "Nehalem", "-device", "isa-debug-exit", "m");

    assertThatCode(() -> ReservedArguments.check(arguments)).doesNotThrowAnyException();
  }
}
