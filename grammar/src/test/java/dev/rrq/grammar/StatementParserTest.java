package dev.rrq.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.grammar.diagnostics.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementParserTest {
  private final StatementParser parser = new StatementParser(List.of("help", "exit"));

  @Test
  void theSentenceThatTheLanguageIsNamedForIsAQuery() {
    Query query = (Query) parser.parse("writes to init_task.comm between t1 and t2 reverse");

    assertThat(query.subject()).isInstanceOf(Subject.Writes.class);
    assertThat(query.clauses())
        .hasExactlyElementsOfTypes(Clause.Between.class, Clause.Reverse.class);
    assertThat(query.location()).isEqualTo(Location.of(1, 1, 50));
  }

  @Test
  void aScriptIsSplitIntoItsItems() {
    String script =
        """
        # a comment
        writes to jiffies; marks
        help calls to; exit
        let t1 =
            first call to start_kernel

        writes to jiffies | sort -u; cat
        """;

    assertThat(parser.read(new Source("a.rrq", script)))
        .extracting(item -> item.location().toString())
        .containsExactly("2:1-17", "2:20-24", "3:1-13", "3:16-19", "4:1-5:30", "7:1-32");
  }

  @Test
  void aLineIsIncompleteWhereSomethingMustFollow() {
    assertThat(parser.isIncomplete("writes to")).isTrue();
    assertThat(parser.isIncomplete("writes to jiffies where (new")).isTrue();
    assertThat(parser.isIncomplete("writes to jiffies \\")).isTrue();
    assertThat(parser.isIncomplete("sql SELECT count(*) FROM")).isTrue();
    assertThat(parser.isIncomplete("writes to jiffies")).isFalse();
    assertThat(parser.isIncomplete("writes to;")).isFalse();
    assertThat(parser.isIncomplete("wirtes to")).isFalse();
    assertThat(parser.isIncomplete("help")).isFalse();
    assertThat(parser.isIncomplete("")).isFalse();
  }

  @Test
  void parsingOneStatementRefusesTwo() {
    assertThatThrownBy(() -> parser.parse("marks; marks"))
        .isInstanceOf(DiagnosticException.class)
        .hasMessage("expected one statement, but found another");
  }
}
