package dev.rrq.gdbrsp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.packet.qemu.StepLog;
import org.junit.jupiter.api.Test;

/** Logs of many steps. */
final class StepLogTest {

  @Test
  void anEmptyLogHasNoStep() {
    assertThat(new StepLog(new byte[0]).hasNext()).isFalse();
  }

  @Test
  void numbersHaveSevenBitsAByte() throws Exception {
    assertThat(new StepLog(new byte[] {(byte) 0xff, 3, 0, 0}).next().instructions()).isEqualTo(511);
  }

  @Test
  void aLogThatEndsInTheMiddleOfAStepIsNotTaken() {
    for (byte[] part : new byte[][] {{1}, {1, 2, 3}, {1, 0, 1, 0}, {1, 1, 16, 8, 1}}) {
      assertThatThrownBy(() -> new StepLog(part).next())
          .isInstanceOf(MalformedReplyException.class)
          .hasMessageContaining("a whole step");
    }
  }
}
