package dev.rrq.grammar.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiagnosticRendererTest {
  private static String render(String text, Location location, String... hints) {
    return DiagnosticRenderer.render(
        Diagnostic.error("code", location, "wrong", hints), new Source("script", text));
  }

  @Test
  void placeLineUnderlineAndHint() {
    assertThat(render("marks\nwrites to jiffees", Location.of(2, 11, 17), "look again"))
        .isEqualTo(
            """
            script:2:11-17: ERROR: wrong
            writes to jiffees
                      ~~~~~~~
            HINT: look again""");
  }

  @Test
  void tabsAreKeptBelowTabs() {
    assertThat(render("\tprint\tx", Location.of(1, 8, 8)))
        .isEqualTo("script:1:8-8: ERROR: wrong\n\tprint\tx\n\t     \t~");
  }

  @Test
  void aRangeOfSeveralLinesIsUnderlinedOnItsFirst() {
    assertThat(render("print (\r\n1", new Location(1, 7, 2, 1)))
        .isEqualTo("script:1:7-2:1: ERROR: wrong\nprint (\n      ~");
  }

  @Test
  void columnsAreCodePoints() {
    assertThat(render("'\ud83d\ude00' x", Location.of(1, 5, 5)))
        .isEqualTo("script:1:5-5: ERROR: wrong\n'\ud83d\ude00' x\n    ~");
  }

  @Test
  void ofALongLineOnlyThePieceIsShown() {
    String line = "a".repeat(500) + "b" + "c".repeat(500);

    assertThat(render(line, Location.of(1, 501, 501)))
        .isEqualTo(
            "script:1:501-501: ERROR: wrong\n..."
                + "a".repeat(60)
                + "b"
                + "c".repeat(59)
                + "...\n"
                + " ".repeat(63)
                + "~");
  }

  @Test
  void nothingControlsTheTerminal() {
    assertThat(render("\u001b[31m", Location.of(1, 1, 1))).contains("\n?[31m\n");
  }

  @Test
  void anEmptyTextHasNoLineToShow() {
    assertThat(render("", Location.START)).isEqualTo("script:1:1-1: ERROR: wrong");
  }
}
