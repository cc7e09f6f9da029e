package dev.rrq.shell.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console on a real terminal: keys, colours, Ctrl-C, pasting. */
final class TerminalTest {
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_D = "\u0004";

  @TempDir Path home;

  private TerminalSession start(Map<String, String> variables) throws IOException {
    return new TerminalSession(home, variables);
  }

  @Test
  void tabCompletesAndControlCStopsTheAnswerAlone() throws IOException, InterruptedException {
    try (TerminalSession terminal = start(Map.of())) {
      terminal.await("rrq> ");
      terminal.type("writes to init_t\t");
      terminal.awaitLastLine("rrq> writes to init_task");
      terminal.type(".c\t");
      terminal.awaitLastLine("rrq> writes to init_task.comm");
      terminal.type("\r");
      terminal.await("2 rows, ");
      terminal.awaitLastLine("rrq>");
      assertThat(terminal.look()).contains("10  set_task_comm  0x10     'a'  'b'");
      terminal.type("switches\r");
      terminal.await("endless");
      terminal.type(CTRL_C);
      terminal.await("rrq: interrupted");
      terminal.awaitLastLine("rrq>");
      terminal.type("half a line");
      terminal.awaitLastLine("rrq> half a line");
      terminal.type(CTRL_C);
      terminal.awaitLastLine("rrq>");
      terminal.type("print jiffies\r");
      terminal.await("(int) 42");
      terminal.awaitLastLine("rrq>");
      terminal.type(CTRL_D);
      assertThat(terminal.exitStatus()).isZero();
    }
    assertThat(home.resolve(".local/state/rrq/history")).content().contains("print jiffies");
  }

  @Test
  void aPasteOfSeveralStatementsIsAnsweredWhole() throws IOException, InterruptedException {
    try (TerminalSession terminal = start(Map.of())) {
      terminal.await("rrq> ");
      terminal.type("\u001b[200~print jiffies\nwrites to jiffies\n  limit 3\u001b[201~\r");
      terminal.await("(int) 42");
      terminal.await("2 rows, ");
      terminal.type("quit\r");
      assertThat(terminal.exitStatus()).isZero();
    }
  }

  @Test
  void keywordsAreBoldUnlessColourIsUnwanted() throws IOException {
    try (TerminalSession terminal = start(Map.of())) {
      terminal.await("rrq> ");
      terminal.type("writes to jiffies\r");
      assertThat(terminal.await("2 rows, ")).contains("\u001b[1m");
    }
    try (TerminalSession terminal = start(Map.of("NO_COLOR", "1"))) {
      terminal.await("rrq> ");
      terminal.type("writes to jiffies\r");
      assertThat(terminal.await("2 rows, ")).doesNotContain("\u001b[1m", "\u001b[0;2m");
    }
  }

  @Test
  void aDumbTerminalWorks() throws IOException, InterruptedException {
    try (TerminalSession terminal = start(Map.of("TERM", "dumb"))) {
      terminal.await("rrq> ");
      terminal.type("writes to jiffies\r");
      assertThat(terminal.await("2 rows, ")).doesNotContain("\u001b[");
      terminal.type("quit\r");
      assertThat(terminal.exitStatus()).isZero();
    }
  }

  @Test
  void aLongAnswerGoesThroughThePager() throws IOException {
    try (TerminalSession terminal = start(Map.of("PAGER", "sed s/^/paged:/"))) {
      terminal.await("rrq> ");
      terminal.type("help\r");
      terminal.await("help places");
      terminal.await("rrq> ");
      terminal.type("tasks\r");
      terminal.await("no tasks in [0, 10]");
    }
  }
}
