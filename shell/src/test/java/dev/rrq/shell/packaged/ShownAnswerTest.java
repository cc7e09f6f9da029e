package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShownAnswerTest {
  private static final List<String> DOCUMENT =
      """
      Who wrote it?

      <!-- on every boot: function, new -->

          rrq> last 2 writes to x
            t  function  location   new
          ───  ────────  ─────────  ───
          123  write_x2  lib/x.c:7    1
           99  init_x    lib/x.c:3    0

          rrq> writes to x after end
          no writes in [1, 20]; the index covers all of it

          rrq> writes to x
      """
          .lines()
          .toList();
  private static final List<String> ANSWER =
      """
         t  function  location    new
      ────  ────────  ──────────  ───
      4567  write_x2  lib/x.c:12    1
       800  init_x    lib/x.c:8     0
      """
          .lines()
          .toList();

  @Test
  void questionsHaveTheirAnswersAndFixedColumns() {
    List<ShownAnswer> found = ShownAnswer.of(DOCUMENT);
    assertThat(found)
        .extracting(ShownAnswer::question)
        .containsExactly("last 2 writes to x", "writes to x after end", "writes to x");
    assertThat(found.get(0).fixed()).containsExactly("function", "new");
    assertThat(found.get(1).fixed()).isEmpty();
    assertThat(found.get(2).lines()).isEmpty();
  }

  @Test
  void numbersMayDiffer() {
    ShownAnswer.of(DOCUMENT).get(0).isLike(ANSWER);
    ShownAnswer.of(DOCUMENT)
        .get(1)
        .isLike(List.of("no writes in [300, 4000]; the index covers all of it"));
  }

  @ParameterizedTest
  @CsvSource({
    "write_x2, write_x3",
    "lib/x.c, lib/y.c",
    "'    1', '    2'",
    "4567, '   ?'",
    "location, position"
  })
  void anythingElseMayNot(String found, String instead) {
    List<String> other = ANSWER.stream().map(line -> line.replace(found, instead)).toList();
    assertThat(other).isNotEqualTo(ANSWER);
    fails(other);
  }

  @Test
  void eachRowIsThere() {
    fails(ANSWER.subList(0, 3));
    fails(List.of());
  }

  @Test
  void aColumnThatIsNotThereCannotBeFixed() {
    List<String> misspelt =
        DOCUMENT.stream().map(line -> line.replace("function, new", "functions")).toList();
    assertThatThrownBy(() -> ShownAnswer.of(misspelt).get(0).isLike(ANSWER))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("functions");
  }

  private static void fails(List<String> answer) {
    assertThatThrownBy(() -> ShownAnswer.of(DOCUMENT).get(0).isLike(answer))
        .isInstanceOf(AssertionError.class);
  }
}
