package dev.rrq.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.grammar.diagnostics.DiagnosticException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptParametersTest {
  private static String fill(String text) {
    return ScriptParameters.fill(text, List.of("jiffies", "5"));
  }

  @Test
  void argumentsTakeTheirPlaces() {
    assertThat(fill("writes to $1 limit $2")).isEqualTo("writes to jiffies limit 5");
    assertThat(fill("messages like '%$1%'")).isEqualTo("messages like '%jiffies%'");
    assertThat(fill("print ($1 | $2)")).isEqualTo("print (jiffies | 5)");
    assertThat(fill("sql SELECT a || '$1' || $2")).isEqualTo("sql SELECT a || 'jiffies' || 5");
    assertThat(fill("writes to $1 before #3 limit $2"))
        .isEqualTo("writes to jiffies before #3 limit 5");
  }

  @Test
  void pipesAndCommentsKeepTheirDollars() {
    assertThat(fill("writes to $1 | awk '{ print $3 }'\nprint $1"))
        .isEqualTo("writes to jiffies | awk '{ print $3 }'\nprint jiffies");
    assertThat(fill("# takes $3\nprint $1 -- and $4"))
        .isEqualTo("# takes $3\nprint jiffies -- and $4");
  }

  @Test
  void aMissingArgumentIsSaidWhereItIsAskedFor() {
    assertThatThrownBy(() -> fill("marks\nwrites to $3"))
        .isInstanceOf(DiagnosticException.class)
        .hasMessage("the script wants $3, but 2 arguments were given")
        .extracting(e -> ((DiagnosticException) e).diagnostic().location().toString())
        .isEqualTo("2:11-12");
  }
}
