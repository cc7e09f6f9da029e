package dev.rrq.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.DiagnosticRenderer;
import dev.rrq.grammar.diagnostics.Source;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads {@code wrong.txt}: what is shown for each wrong input, which is its own second line. */
class WrongInputTest {
  private static final StatementParser PARSER = new StatementParser(List.of("help", "exit"));

  static Stream<String> messages() {
    return Arrays.stream(Resources.text("wrong.txt").strip().split("\n\n"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void theMessageIsExactlyThis(String message) {
    assertThat(shown(message.lines().toList().get(1))).isEqualTo(message);
  }

  private static String shown(String input) {
    Source source = new Source("script", input);
    try {
      return "accepted: " + PARSER.parse(source);
    } catch (DiagnosticException e) {
      return DiagnosticRenderer.render(e.diagnostic(), source);
    }
  }

  @Test
  void aMessageNamesTheLineOfTheScript() {
    Source source = new Source("a/b.rrq", "marks\n\nlet x = first call to f\n  wrtes to y\nmarks");

    List<ScriptItem> items = PARSER.read(source);

    assertThat(items).hasSize(4);
    assertThat(DiagnosticRenderer.render(((ScriptItem.Wrong) items.get(2)).diagnostic(), source))
        .isEqualTo(
            """
            a/b.rrq:4:3-7: ERROR: no statement begins with 'wrtes'
              wrtes to y
              ~~~~~
            HINT: did you mean 'writes', 'write' or 'writer'?""");
  }

  @Test
  void aWrongStatementDoesNotHideTheNext() {
    List<ScriptItem> items =
        PARSER.read(new Source("x", "print (1 2\nmarks\nwirtes; marks; print 'a\nmarks"));

    assertThat(items)
        .extracting(item -> item instanceof ScriptItem.Parsed)
        .containsExactly(false, true, false, true, false, true);
  }

  @Test
  void readingEndsAfterTwentyWrongStatements() {
    assertThat(PARSER.read(new Source("x", "nonsense\n".repeat(1000)))).hasSize(20);
  }
}
