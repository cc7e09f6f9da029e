package dev.rrq.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.DiagnosticRenderer;
import dev.rrq.grammar.diagnostics.Source;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundTripTest {
  private static final StatementParser PARSER = new StatementParser();

  static Stream<String> statements() {
    return text().lines().filter(line -> !line.isBlank() && !line.startsWith("#"));
  }

  private static String text() {
    return Resources.text("statements.rrq");
  }

  @ParameterizedTest
  @MethodSource("statements")
  void formattingAndParsingAgainChangesNothing(String text) {
    Statement statement = PARSER.parse(text);

    String formatted = Formatter.format(statement);

    assertThat(Trees.shape(PARSER.parse(formatted)))
        .as(formatted)
        .isEqualTo(Trees.shape(statement));
    assertThat(Formatter.format(PARSER.parse(formatted))).isEqualTo(formatted);
  }

  @Test
  void aWholeScriptHasTheSameStatementsAsItsLines() {
    List<ScriptItem> items = PARSER.read(new Source("statements.rrq", text()));

    assertThat(items)
        .filteredOn(item -> !(item instanceof ScriptItem.Parsed))
        .as("wrong statements")
        .isEmpty();
    assertThat(items)
        .extracting(item -> ((ScriptItem.Parsed) item).text())
        .containsExactlyElementsOf(statements().toList());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyTreeIsWrittenSoThatItIsReadAgain(long seed) {
    RandomTrees trees = new RandomTrees(seed);
    for (int i = 0; i < 500; i++) {
      Statement statement = trees.statement();
      String text = Formatter.format(statement);

      assertThat(read(text)).as(text).isEqualTo(Trees.shape(statement));
    }
  }

  private static String read(String text) {
    try {
      return Trees.shape(PARSER.parse(text));
    } catch (DiagnosticException e) {
      return DiagnosticRenderer.render(e.diagnostic(), new Source("x", text));
    }
  }
}
