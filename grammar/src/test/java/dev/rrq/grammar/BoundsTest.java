package dev.rrq.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.DiagnosticRenderer;
import dev.rrq.grammar.diagnostics.Source;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The timeout only ends what would not end; it is no measurement. */
@Timeout(60)
class BoundsTest {
  private static final int MEGABYTE = 1 << 20;

  private static final StatementParser PARSER = new StatementParser();

  static Stream<Arguments> bombs() {
    return Stream.of(
        bomb("print " + "(".repeat(MEGABYTE), "brackets are nested more than 100 deep"),
        bomb("print " + "(\n".repeat(MEGABYTE / 2), "brackets are nested more than 100 deep"),
        bomb("print " + "a[".repeat(MEGABYTE / 2), "brackets are nested more than 100 deep"),
        bomb(
            "print x at " + "(first write to x before ".repeat(MEGABYTE / 25),
            "brackets are nested more than 100 deep"),
        bomb("print " + "*".repeat(MEGABYTE) + "p", "more than 20,000 words and signs"),
        bomb("print " + "*".repeat(10_000) + "p", "nested too deep"),
        bomb("print " + "*".repeat(500) + "p", "the expression is nested more than 200 deep"),
        bomb("print " + "(u8)".repeat(4_000) + "p", "nested too deep"),
        bomb("writes to x where " + "not ".repeat(10_000) + "y", "nested too deep"),
        bomb("writes to x where " + "!".repeat(500) + "y", "nested more than 200 deep"),
        bomb("print 1" + " + 1".repeat(MEGABYTE / 4), "more than 20,000 words and signs"),
        bomb("print 1" + " + 1".repeat(9_000), "the expression is nested more than 200 deep"),
        bomb("print 1" + " +\n1".repeat(9_000), "the expression is nested more than 200 deep"),
        bomb("print x at t" + " + 1".repeat(9_000), "the time is nested more than 200 deep"),
        bomb("print a" + ".b".repeat(9_000), "the expression is nested more than 200 deep"),
        bomb("print " + "a-".repeat(9_000), "expected a value, but the statement ends here"),
        bomb("x".repeat(MEGABYTE), "no statement begins with 'xxx"),
        bomb("print " + "1".repeat(MEGABYTE), "this number is too long"),
        bomb("print 'a" + "b".repeat(MEGABYTE), "this string has no end"),
        bomb("writes to x " + "limit 5 ".repeat(MEGABYTE / 8), "more than 20,000 words and signs"),
        bomb("writes to x " + "limit 5 ".repeat(5_000), "a query has one 'limit' only"),
        bomb("writes to x " + "> ".repeat(9_000), "expected the end of the statement"),
        bomb("expect writes to x" + "\nwhere y".repeat(6_000), "but the statement ends here"),
        bomb("writes to x where y\nunder\n".repeat(1), "expected a function"),
        bomb("\u0000".repeat(MEGABYTE), "the character '?' has no meaning here"),
        bomb("wirtes to x\n".repeat(MEGABYTE / 12), "no statement begins with 'wirtes'"));
  }

  private static Arguments bomb(String text, String message) {
    return Arguments.of(text, message);
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("bombs")
  void whatIsTooMuchIsAnError(String text, String message) {
    Source source = new Source("x", text);
    List<ScriptItem> items = PARSER.read(source);

    assertThat(items).filteredOn(item -> item instanceof ScriptItem.Parsed).isEmpty();
    ScriptItem.Wrong wrong = (ScriptItem.Wrong) items.get(0);
    assertThat(DiagnosticRenderer.render(wrong.diagnostic(), source))
        .contains(message)
        .hasSizeLessThan(1000);
  }

  @Test
  void longStatementsOfAllSensibleKindsAreParsed() {
    String conditions = "writes to x where new == 0" + " or new == 1".repeat(4_000);
    String values = "writes to x where new in (0" + ",\n1".repeat(9_000) + ")";
    String lines = "writes to x\n" + "  where new == 1\n".repeat(4_000);

    assertThat(Stream.of(conditions, values, lines))
        .allSatisfy(
            text -> {
              Statement statement = PARSER.parse(text);
              assertThat(Trees.shape(PARSER.parse(Formatter.format(statement))))
                  .isEqualTo(Trees.shape(statement));
            });
  }

  @Test
  void bracketsMayBeAsDeepAsTheLimit() {
    String text = "print " + "(".repeat(100) + "x" + ")".repeat(100);

    assertThat(Formatter.format(PARSER.parse(text))).isEqualTo("print x");
  }

  @Test
  void aMegabyteOfStatementsIsRead() {
    String text = "writes to jiffies\n".repeat(MEGABYTE / 18);

    assertThat(PARSER.read(new Source("x", text)))
        .hasSize(MEGABYTE / 18)
        .allMatch(item -> item instanceof ScriptItem.Parsed);
  }
}
