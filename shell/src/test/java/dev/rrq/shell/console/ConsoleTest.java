package dev.rrq.shell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConsoleTest {
  @TempDir Path directory;

  private String type(String keys) throws IOException {
    return new TypedSession(directory.resolve("history")).type(keys);
  }

  @Test
  void answersAsATable() throws IOException {
    assertThat(type("writes to jiffies\n"))
        .contains(
            """
             t  function       address  old  new
            ──  ─────────────  ───────  ───  ───
            10  set_task_comm  0x10     'a'  'b'
            20  <device>       0x11     ?    'c'
            """);
  }

  @Test
  void aStatementMayTakeSeveralLines() throws IOException {
    assertThat(type("writes to\njiffies\n")).contains("set_task_comm").doesNotContain("ERROR");
  }

  @Test
  void anEmptyLineEndsAStatementThatWasBegun() throws IOException {
    assertThat(type("writes to\n\nprint jiffies\n")).contains("ERROR").contains("(int) 42");
  }

  @Test
  void aFailureDoesNotEndTheConsole() throws IOException {
    assertThat(type("marks\nprint jiffies\n"))
        .contains("the marks cannot be read")
        .contains("(int) 42");
  }

  @Test
  void anErrorShowsWhere() throws IOException {
    assertThat(type("describe jiffees\n"))
        .contains("         ~~~~~~~\nHINT: did you mean 'jiffies'?");
  }

  @Test
  void pipesShowWhatTheProgramPrints() throws IOException {
    assertThat(type("writes to jiffies | cut -d, -f2 | sort\n"))
        .contains("<device>\nset_task_comm\n");
  }

  @Test
  void quitLeaves() throws IOException {
    assertThat(type("quit\nprint jiffies\n")).doesNotContain("42");
  }

  @Test
  void anotherTraceCanBeOpened() throws IOException {
    assertThat(type("open nothing.rrq\nprint jiffies\nopen demo.rrq\nprint jiffies\n"))
        .contains("there is no trace nothing.rrq")
        .contains("a trace of two writes")
        .containsOnlyOnce("(int) 42");
  }

  @Test
  void settingsHold() throws IOException {
    assertThat(type("format jsonl\nwrites to jiffies\ntiming on\nwrites to jiffies\n"))
        .contains("{\"t\": 10")
        .contains("2 rows, ");
  }

  @Test
  void historyIsKept() throws IOException {
    type("print jiffies\nquit\n");
    assertThat(Files.readString(directory.resolve("history"))).contains("print jiffies");
    assertThat(type("history\nquit\n")).contains("print jiffies");
  }
}
