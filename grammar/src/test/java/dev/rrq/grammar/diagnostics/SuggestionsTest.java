package dev.rrq.grammar.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
  @Test
  void whatDiffersInCaseAloneComesFirst() {
    assertThat(Suggestions.nearest("JIFFIES", List.of("jiffies_64", "jiffie", "jiffies")))
        .startsWith("jiffies");
  }

  @Test
  void aTranspositionIsOneEdit() {
    assertThat(Suggestions.nearest("jfifies", List.of("jiffies", "jfxxies")))
        .containsExactly("jiffies", "jfxxies");
  }

  @Test
  void atMostThreeNamesAreOffered() {
    assertThat(Suggestions.nearest("abcd", List.of("abce", "abcf", "abcg", "abch"))).hasSize(3);
  }

  @Test
  void whatIsFarIsNotOffered() {
    assertThat(Suggestions.nearest("jiffies", List.of("schedule", "x"))).isEmpty();
    assertThat(Suggestions.nearest("x", List.of("y"))).isEmpty();
    assertThat(Suggestions.nearest("", List.of("y"))).isEmpty();
  }

  @Test
  void aHintIsASentence() {
    assertThat(Suggestions.hint("jiffie", List.of("jiffies"))).hasValue("did you mean 'jiffies'?");
    assertThat(Suggestions.hint("abcd", List.of("abce", "abcf", "abcg")))
        .hasValue("did you mean 'abce', 'abcf' or 'abcg'?");
    assertThat(Suggestions.hint("abcd", List.of())).isEmpty();
  }

  @Test
  void aLongNameCostsNothing() {
    String name = "x".repeat(1_000_000);

    assertThat(Suggestions.nearest(name, Collections.nCopies(1000, name + "y"))).isEmpty();
  }
}
