package dev.rrq.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.grammar.Completion.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionTest {
  private static final StatementParser PARSER = new StatementParser();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|STATEMENT",
        "marks;|STATEMENT",
        "writes to |PLACE",
        "writes to init_task.|MEMBER",
        "print init_task.mm->|MEMBER",
        "calls to |FUNCTION",
        "executions of |FUNCTION",
        "writes to x between |TIME",
        "writes to x between t1 and |TIME",
        "print x at |TIME",
        "writes to x where |VALUE",
        "writes to x where (new == |VALUE",
        "writes to x show t, |COLUMN",
        "writes to x by task |TASK",
        "print sizeof( |TYPE",
        "include |FILE",
        "writes to x > |FILE"
      })
  void theKindOfNameIsKnown(String text, Kind kind) {
    assertThat(PARSER.complete(text).kinds()).contains(kind);
  }

  @Test
  void keywordsAreThoseOfTheGrammar() {
    assertThat(PARSER.complete("writes to jiffies ").keywords())
        .contains("between", "where", "limit", "with")
        .doesNotContain("writes", "to", "and", "task");
    assertThat(PARSER.complete("writes to jiffies with ").keywords())
        .containsExactlyInAnyOrder("backtrace", "source", "disassembly", "task");
    assertThat(PARSER.complete("writes ").keywords()).containsExactly("to");
    assertThat(PARSER.complete("writes to x between ").keywords())
        .containsExactlyInAnyOrder("start", "end", "boot");
    assertThat(PARSER.complete("marks\n").keywords()).contains("writes", "print");
  }

  @Test
  void nothingFollowsWhatIsWrong() {
    assertThat(PARSER.complete("wirtes to ")).isEqualTo(Completion.NOTHING);
  }
}
