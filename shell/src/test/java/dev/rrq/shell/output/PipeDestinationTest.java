package dev.rrq.shell.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.planner.Column.Kind;
import dev.rrq.shell.AnswerFixture;
import dev.rrq.shell.failure.ShellException;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class PipeDestinationTest {
  private static AnswerFixture rows(int count) {
    AnswerFixture rows = new AnswerFixture().column("t", Kind.TIME);
    for (long i = 0; i < count; i++) {
      rows.row(i % 3);
    }
    return rows;
  }

  private static String through(String command, int count) throws IOException {
    StringWriter output = new StringWriter();
    try (Destination pipe = PipeDestination.copied(command, false, output)) {
      Answers.print(rows(count).table(), Format.CSV, TableStyle.PLAIN, pipe);
    }
    return output.toString();
  }

  @Test
  void rowsGoThroughTheCommand() throws IOException {
    assertThat(through("sort -ru", 9)).isEqualTo("2\n1\n0\n");
  }

  @Test
  void aCommandThatFailsIsAFailure() {
    assertThatThrownBy(() -> through("cat > /dev/null; exit 3", 9))
        .isInstanceOf(ShellException.class)
        .hasMessageContaining("ended with status 3");
  }

  @Test
  void aCommandThatFailsBeforeItReadsIsAFailure() {
    assertThatThrownBy(() -> through("exec <&-; exit 127", 9))
        .isInstanceOf(ShellException.class)
        .hasMessageContaining("ended with status 127");
  }

  @Test
  void aCommandThatReadsOnlySomeEndsTheAnswerQuietly() throws IOException {
    assertThat(through("head -n 1", 300_000)).isEqualTo("0\n");
  }
}
