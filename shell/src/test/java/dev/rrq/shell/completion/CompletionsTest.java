package dev.rrq.shell.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.shell.FakeTrace;
import dev.rrq.shell.command.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CompletionsTest {
  private final Completions completions =
      new Completions(new Commands(), () -> new FakeTrace().names());

  @TempDir Path directory;

  private List<String> at(String text) {
    return completions.at(text, text.length()).stream()
        .map(Completions.Proposal::text)
        .sorted()
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "wri                                       | writers writes",
        "writes                                    | writes",
        "writes to in                              | init_net init_task",
        "writes to init_task.                      | comm pid",
        "writes to init_task.c                     | comm",
        "writes to init_task.tasks.                | next prev",
        "writes to init_task.tasks.next->p         | prev",
        "print per_cpu(runqueues, 0).              | next prev",
        "last 5 writes to jif                      | jiffies jiffies_64",
        "last 5 wr                                 | write writer writers writes",
        "first ca                                  | call callee callees caller callers calls",
        "calls to s                                | schedule start_kernel",
        "callers of st                             | start_kernel",
        "writes to jiffies in s                    | schedule start_kernel",
        "writes to jiffies in u                    | user",
        "writes to jiffies b                       | before between by",
        "writes to jiffies by t                    | task",
        "writes to jiffies by task s               | 'sh' 'swapper/0'",
        "writes to jiffies where ne                | new",
        "writes to jiffies where new == 1 and o    | old",
        "writes to jiffies show t, f               | function",
        "writes to jiffies group by f              | function",
        "writes to jiffies between t               | t1",
        "writes to jiffies between t1 and e        | end",
        "writes to jiffies before s                | start",
        "writes to jiffies with b                  | backtrace",
        "writes to jiffies lim                     | limit",
        "print jiffies a                           | at",
        "describe struct t                         | task_struct",
        "let x = wr                                | write writer writers writes",
        "expect pr                                 | print",
        "explain last 3 writes to i                | init_net init_task",
        "live w                                    | watch",
        "format j                                  | json jsonl",
        "help ti                                   | time timing",
        "print jiffies; wri                        | writers writes",
        "writes to bin                             | binfmt_misc:",
        "writes to binfmt_misc:                    | enabled entries",
        "print binfmt_misc:ent                     | entries",
        "print init/main.c:                        | state",
        "calls to binfmt_misc:                     | bm_register_write",
        "print 2 + binfmt_misc:misc_format.        | module",
        "writes to binfmt_misc:misc_format->       | module",
        "writes to jiffies where new == binfmt_misc:  | enabled entries",
      })
  void proposesWhatFits(String text, String proposals) {
    assertThat(String.join(" ", at(text))).isEqualTo(proposals);
  }

  @Test
  void anEmptyLineProposesEveryCommand() {
    assertThat(at("")).contains("writes", "help", "live", "sql", "quit");
  }

  @Test
  void nothingIsProposedInCommentsAndNumbers() {
    assertThat(at("writes to jiffies # in")).isEmpty();
    assertThat(at("last 12")).isEmpty();
  }

  @Test
  void filesAreProposedWhereRowsGo() throws IOException {
    Files.createFile(directory.resolve("a-1.csv"));
    Files.createFile(directory.resolve(".hidden"));
    Files.createDirectory(directory.resolve("a-2"));
    String path = directory + "/a";
    assertThat(at("writes to jiffies > " + path)).containsExactly(path + "-1.csv", path + "-2/");
    assertThat(at("writes to jiffies >> " + path + "-1")).containsExactly(path + "-1.csv");
    assertThat(at("include " + path)).containsExactly(path + "-1.csv", path + "-2/");
    assertThat(at("open " + directory + "/")).hasSize(2);
  }

  @Test
  void aComparisonIsNoRedirection() {
    assertThat(at("writes to jiffies where new > " + directory + "/")).doesNotContain("a-1.csv");
  }

  @Test
  void everyPrefixOfAStatementIsHarmless() {
    String text =
        "let t1 = (first call to start_kernel) + 5; writes to *(struct task_struct *)0xff81.comm[0]"
            + " between t1 and 2.5s where new like 'a%' and (old | 3) != 'x' > \"out.csv";
    for (int i = 0; i <= text.length(); i++) {
      assertThat(completions.at(text, i)).isNotNull();
    }
  }
}
