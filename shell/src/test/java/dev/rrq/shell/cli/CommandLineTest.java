package dev.rrq.shell.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.shell.failure.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What command lines print, and the status that each ends with. */
final class CommandLineTest {
  private static final String TWO_WRITES =
      """
      t,function,address,old,old_text,new,new_text
      10,set_task_comm,0x10,0x61,'a',0x62,'b'
      20,<device>,0x11,,,0x63,'c'
      """;

  private final Run run = new Run();

  @TempDir Path directory;

  private String script(String text) throws IOException {
    return Files.writeString(directory.resolve("test.rrq"), text).toString();
  }

  @Test
  void rowsGoToStandardOutputAndNothingElseDoes() {
    assertThat(run.rrq("demo.rrq", "-e", "writes to jiffies")).isEqualTo(ExitStatus.DONE);
    assertThat(run.out).hasToString(TWO_WRITES);
    assertThat(run.err.toString()).isEmpty();
  }

  @Test
  void severalStatementsRunInOrder() {
    assertThat(run.rrq("demo.rrq", "-e", "print jiffies", "-e", "print jiffies; print jiffies"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(run.out).hasToString("(int) 42\n".repeat(3));
  }

  @Test
  void standardInputIsAScriptWhereItIsNoTerminal() {
    assertThat(run.typing("print jiffies\nprint jiffies").rrq("demo.rrq"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(run.out).hasToString("(int) 42\n".repeat(2));
  }

  @Test
  void anEmptyAnswerIsExplainedOnStandardError() {
    assertThat(run.rrq("demo.rrq", "--format", "json", "-e", "tasks")).isEqualTo(ExitStatus.DONE);
    assertThat(run.out).hasToString("[]\n");
    assertThat(run.err).hasToString("no tasks in [0, 10]\n");
  }

  @Test
  void textIsAnObjectInJson() {
    run.rrq("demo.rrq", "--format", "json", "-e", "print jiffies");
    assertThat(run.out).hasToString("{\"text\": \"(int) 42\"}\n");
  }

  @Test
  void wrongSyntaxIsStatus2() {
    assertThat(run.rrq("demo.rrq", "-e", "writes two jiffies")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).startsWith("-e:1:8").contains("~~~");
  }

  @Test
  void anUnknownNameIsStatus1WithItsPlace() {
    assertThat(run.rrq("demo.rrq", "-e", "describe jiffees")).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err)
        .hasToString(
            """
            -e:1:10-16: ERROR: there is no symbol 'jiffees'
            describe jiffees
                     ~~~~~~~
            HINT: did you mean 'jiffies'?
            """);
  }

  @Test
  void anExpectationThatDoesNotHoldIsStatus1AndEndsTheScript() throws IOException {
    String script = script("print jiffies\n\nexpect tasks count = 3\nprint jiffies\n");
    assertThat(run.rrq("demo.rrq", "-f", script)).isEqualTo(ExitStatus.FAILED);
    assertThat(run.out).hasToString("(int) 42\n");
    assertThat(run.err.toString())
        .startsWith(script + ":3:1-22: ERROR: expected 3 rows, but there are 2");
  }

  @Test
  void aFailureHalfWayLeavesNoHalfFile() {
    Path file = directory.resolve("out.csv");
    assertThat(run.rrq("demo.rrq", "-e", "interrupts > " + file)).isEqualTo(ExitStatus.FAILED);
    assertThat(directory).isEmptyDirectory();
    assertThat(run.err.toString()).contains("the segment is damaged");
  }

  @Test
  void rowsGoToAFileInTheFormatOfItsSuffix() {
    Path file = directory.resolve("out.jsonl");
    assertThat(run.rrq("demo.rrq", "-e", "writes to jiffies > " + file)).isEqualTo(ExitStatus.DONE);
    assertThat(file).content().startsWith("{\"t\": 10,").hasLineCount(2);
    assertThat(run.out.toString()).isEmpty();
    assertThat(run.rrq("demo.rrq", "-e", "writes to jiffies > " + file))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(run.err.toString()).contains("exists already", "HINT: `>! ");
    assertThat(run.rrq("demo.rrq", "-e", "writes to jiffies >! " + file))
        .isEqualTo(ExitStatus.DONE);
    assertThat(run.rrq("demo.rrq", "-e", "writes to jiffies >> " + file))
        .isEqualTo(ExitStatus.DONE);
    assertThat(file).content().hasLineCount(4);
  }

  @Test
  void aFileWithoutAKnownSuffixNeedsAFormat() {
    Path file = directory.resolve("out.xyz");
    assertThat(run.rrq("demo.rrq", "-e", "writes to jiffies > " + file))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(run.rrq("demo.rrq", "--format", "csv", "-e", "writes to jiffies > " + file))
        .isEqualTo(ExitStatus.DONE);
    assertThat(file).hasContent(TWO_WRITES);
  }

  @Test
  void scriptsHaveArguments() throws IOException {
    String script = script("writes to $1 > $2\n");
    Path file = directory.resolve("out.csv");
    assertThat(run.rrq("demo.rrq", "-f", script, "jiffies", file.toString()))
        .isEqualTo(ExitStatus.DONE);
    assertThat(file).hasContent(TWO_WRITES);
  }

  @Test
  void anArgumentMayBeCalledAsACommandIs() throws IOException {
    assertThat(run.rrq("demo.rrq", "-f", script("writes to $1\n"), "index"))
        .isEqualTo(ExitStatus.DONE);
  }

  @Test
  void aMissingArgumentIsNamedWithItsPlace() throws IOException {
    String script = script("print jiffies\nwrites to $1 > $2\n");
    assertThat(run.rrq("demo.rrq", "-f", script, "jiffies")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString())
        .startsWith(script + ":2:16-17: ERROR: the script wants $2, but 1 argument was given");
    assertThat(run.out.toString()).isEmpty();
  }

  @Test
  void scriptsIncludeOthersBesideThem() throws IOException {
    Files.createDirectory(directory.resolve("lib"));
    Files.writeString(directory.resolve("lib/a.rrq"), "include b.rrq\n");
    Files.writeString(directory.resolve("lib/b.rrq"), "print jiffies\ndescribe jiffees\n");
    assertThat(run.rrq("demo.rrq", "-f", script("include lib/a.rrq\nprint jiffies\n")))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(run.out).hasToString("(int) 42\n");
    assertThat(run.err.toString()).contains("b.rrq:2:10-16: ERROR");
  }

  @Test
  void aScriptThatIncludesItselfEnds() throws IOException {
    assertThat(run.rrq("demo.rrq", "-f", script("include test.rrq\n")))
        .isEqualTo(ExitStatus.FAILED);
    assertThat(run.err.toString()).contains("include each other");
  }

  @Test
  void quitEndsAScript() {
    assertThat(run.rrq("demo.rrq", "-e", "print jiffies; quit; print jiffies", "-e", "tasks"))
        .isEqualTo(ExitStatus.DONE);
    assertThat(run.out).hasToString("(int) 42\n");
  }

  @Test
  void theFormatCanBeSetOnTheWay() {
    run.rrq("demo.rrq", "-e", "format jsonl; writes to jiffies");
    assertThat(run.out.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("{"));
  }

  @Test
  void aTraceThatIsNoneIsStatus2() {
    assertThat(run.rrq("nothing.rrq", "-e", "print jiffies")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err).hasToString("rrq: there is no trace nothing.rrq\n");
  }

  @Test
  void aTraceOfAnotherVersionIsStatus4() {
    assertThat(run.rrq("old.rrq", "-e", "print jiffies")).isEqualTo(ExitStatus.DAMAGED);
  }

  @Test
  void aStatementWithoutATraceSaysSo() {
    assertThat(run.rrq("-e", "print jiffies")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).startsWith("rrq: no trace is open\nHINT: ");
  }

  @Test
  void aFailureShowsItsStackOnlyWhereAskedTo() {
    assertThat(run.rrq("demo.rrq", "-e", "marks")).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err.toString()).doesNotContain("\tat ");
    run.rrq("demo.rrq", "--debug", "-e", "marks");
    assertThat(run.err.toString()).contains("QueryException", "\tat ");
  }

  @Test
  void anInterruptEndsAnEndlessAnswerWithStatus130() {
    Thread user =
        new Thread(
            () -> {
              try {
                run.trace.endless.await();
              } catch (InterruptedException e) {
                return;
              }
              run.interrupts.interrupt();
            });
    user.start();
    assertThat(run.rrq("demo.rrq", "-e", "switches")).isEqualTo(ExitStatus.INTERRUPTED);
    assertThat(run.err).hasToString("rrq: interrupted\n");
  }

  @Test
  void wrongOptionsAreStatus2() {
    assertThat(run.rrq("demo.rrq", "--frmat", "csv")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("--frmat").contains("`rrq --help`");
    assertThat(run.rrq("demo.rrq", "--format", "xml", "-e", "tasks")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("there is no format 'xml'");
    assertThat(run.rrq("demo.rrq", "stray")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("unexpected argument 'stray'");
    assertThat(run.rrq("record", "-o", "x")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("--kernel").contains("`rrq record --help`");
    assertThat(run.rrq("index", "t.rrq", "--from", "soon")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("--from wants a time such as");
    assertThat(run.rrq("index", "t.rrq", "--attach", "unix:s")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("--attach wants --engine step");
    assertThat(run.rrq("index", "t.rrq", "--engine", "step", "--attach", "nowhere"))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("--attach: expected HOST:PORT or unix:PATH");
  }

  @Test
  void aWordThatIsNoCommandIsATrace() {
    assertThat(run.rrq("./index", "-e", "print jiffies")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("there is no trace ./index");
  }

  @Test
  void optionsMayStandBeforeTheCommand() {
    assertThat(run.rrq("--debug", "record", "-o", "x")).isEqualTo(ExitStatus.USAGE);
    assertThat(run.err.toString()).contains("`rrq record --help`");
  }

  @Test
  void helpIsACommandOfItsOwn() {
    assertThat(run.rrq("help")).isEqualTo(ExitStatus.DONE);
    assertThat(run.rrq("help", "index")).isEqualTo(ExitStatus.DONE);
    assertThat(run.rrq("help", "idnex")).isEqualTo(ExitStatus.USAGE);
  }

  @Test
  void helpAndCommandsAreInTheShellToo() {
    assertThat(run.rrq("-e", "help writes", "-e", "help")).isEqualTo(ExitStatus.DONE);
    assertThat(run.out.toString())
        .contains("writes to PLACE [CLAUSE...]", "Questions about events");
    assertThat(run.rrq("-e", "help wites")).isEqualTo(ExitStatus.FAILED);
    assertThat(run.err.toString()).contains("did you mean 'writes'");
  }
}
