package dev.rrq.shell.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.rrq.planner.Column.Kind;
import dev.rrq.shell.AnswerFixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FormatTest {
  private static AnswerFixture twoWrites() {
    return AnswerFixture.writes()
        .row(1_234L, "strscpy", 0xffffffff82a1b5e0L, (long) 's', (long) 'i')
        .row(99L, "<device>", 0x10L, null, (long) '"');
  }

  @Test
  void tableAlignsNumbersRightAndTextLeft() {
    assertThat(twoWrites().print(Format.TABLE))
        .isEqualTo(
            """
               t  function  address             old  new
            ────  ────────  ──────────────────  ───  ───
            1234  strscpy   0xffffffff82a1b5e0  's'  'i'
              99  <device>  0x10                ?    '"'
            """);
  }

  @Test
  void csvQuotesWhatItMustAndLeavesTheUnknownEmpty() {
    assertThat(twoWrites().row(1L, "a,\"b\"\n", 0L, 0x41L, 0x42L).print(Format.CSV))
        .isEqualTo(
            """
            t,function,address,old,old_text,new,new_text
            1234,strscpy,0xffffffff82a1b5e0,0x73,'s',0x69,'i'
            99,<device>,0x10,,,0x22,"'""'"
            1,"a,""b""
            ",0x0,0x41,'A',0x42,'B'
            """);
  }

  @Test
  void jsonGivesTimesAsNumbersAndBitsAsText() {
    assertThat(twoWrites().print(Format.JSON))
        .isEqualTo(
            """
            [
             {"t": 1234, "function": "strscpy", "address": "0xffffffff82a1b5e0", "old": "0x73", \
            "old_text": "'s'", "new": "0x69", "new_text": "'i'"},
             {"t": 99, "function": "<device>", "address": "0x10", "old": null, \
            "old_text": null, "new": "0x22", "new_text": "'\\"'"}
            ]
            """);
  }

  @Test
  void jsonOfNoRowsIsAnEmptyArray() {
    assertThat(AnswerFixture.writes().print(Format.JSON)).isEqualTo("[]\n");
  }

  @Test
  void jsonLinesGiveABacktraceAsAList() {
    AnswerFixture calls =
        new AnswerFixture()
            .column("t", Kind.TIME)
            .column("backtrace", Kind.BACKTRACE)
            .row(5L, List.of("f+0x1 (a.c:3)", "g+0x2 (b.c:4)"));
    assertThat(calls.print(Format.JSONL))
        .isEqualTo("{\"t\": 5, \"backtrace\": [\"f+0x1 (a.c:3)\", \"g+0x2 (b.c:4)\"]}\n");
  }

  @Test
  void jsonSurvivesEveryCharacterThatAGuestCanHold() throws IOException {
    StringBuilder all = new StringBuilder("\ud800 lone \udc00 ");
    for (int c = 0; c < 0x300; c++) {
      all.append((char) c);
    }
    String json =
        new AnswerFixture()
            .column("x", Kind.TEXT)
            .row(all.append("😀").toString())
            .print(Format.JSONL);
    List<String> texts = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING) {
          texts.add(parser.getText());
        }
      }
    }
    assertThat(texts).containsExactly(all.toString());
  }

  @Test
  void markdownEscapesItsOwnSigns() {
    AnswerFixture rows =
        new AnswerFixture()
            .column("t", Kind.TIME)
            .column("text", Kind.TEXT)
            .row(7L, "a|b <c> do_it");
    assertThat(rows.print(Format.MARKDOWN))
        .isEqualTo(
            """
            | t | text |
            | ---: | --- |
            | 7 | a\\|b &lt;c> do\\_it |
            """);
  }

  @Test
  void verticalGivesEachColumnALine() {
    AnswerFixture rows =
        new AnswerFixture()
            .column("t", Kind.TIME)
            .column("backtrace", Kind.BACKTRACE)
            .row(7L, List.of("f", "g"));
    assertThat(rows.print(Format.VERTICAL))
        .isEqualTo(
            """
            #1
                      t  7
              backtrace  f
                         g
            """);
  }

  @Test
  void tableHasCallStacksBelowTheirRows() {
    AnswerFixture rows =
        new AnswerFixture()
            .column("t", Kind.TIME)
            .column("backtrace", Kind.BACKTRACE)
            .column("new", Kind.TEXT)
            .row(7L, List.of("f+0x1 (a.c:3)", "g+0x2 (b.c:4)"), "1")
            .row(8L, List.of(), "2");
    assertThat(rows.print(Format.TABLE, new TableStyle(10, false, false)))
        .isEqualTo(
            """
            t  new
            ─  ───
            7  1
                f+0x1 (a.c:3)
                g+0x2 (b.c:4)
            8  2
            """);
  }

  @Test
  void tableCutsTextToTheTerminalButNeverANumber() {
    AnswerFixture rows =
        new AnswerFixture()
            .column("t", Kind.TIME)
            .column("location", Kind.TEXT)
            .row(1_234_567_890_123L, "drivers/net/ethernet/realtek/r8169_main.c:4711");
    assertThat(rows.print(Format.TABLE, new TableStyle(30, false, false)))
        .isEqualTo(
            """
                        t  location
            ─────────────  ───────────────
            1234567890123  drivers/net/et…
            """);
  }

  @Test
  void wideCharactersTakeTwoColumns() {
    AnswerFixture rows =
        new AnswerFixture()
            .column("name", Kind.TEXT)
            .column("x", Kind.TEXT)
            .row("日本", "1")
            .row("abcd", "2");
    assertThat(rows.print(Format.TABLE))
        .isEqualTo(
            """
            name  x
            ────  ─
            日本  1
            abcd  2
            """);
  }

  @Test
  void controlCharactersOfTheGuestDoNotReachTheTerminal() {
    AnswerFixture rows =
        new AnswerFixture().column("x", Kind.TEXT).row("\u001b]0;owned\u0007").row("a\nb");
    assertThat(rows.print(Format.TABLE)).doesNotContain("\u001b", "\u0007").contains("a↵b");
  }

  @Test
  void aTableOfManyRowsKeepsFewOfThem() {
    AnswerFixture rows = new AnswerFixture().column("t", Kind.TIME);
    for (long i = 0; i < 5_000; i++) {
      rows.row(i);
    }
    assertThat(rows.print(Format.TABLE).lines()).hasSize(5_002);
  }

  @Test
  void suffixesNameFormats() {
    assertThat(Format.ofFile("out.csv")).contains(Format.CSV);
    assertThat(Format.ofFile("out.MD")).contains(Format.MARKDOWN);
    assertThat(Format.ofFile("out")).isEmpty();
    assertThat(Format.named("JSON")).contains(Format.JSON);
  }
}
