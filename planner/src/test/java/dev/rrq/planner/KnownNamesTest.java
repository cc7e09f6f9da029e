package dev.rrq.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.planner.testing.ToyFlow;
import dev.rrq.planner.testing.ToyTrace;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the completion can propose about a trace. */
final class KnownNamesTest {

  private static final Path FLOW = Path.of("src/test/resources/dev/rrq/planner/toy.flow");

  @TempDir Path directory;

  @Test
  void namesComeFromTheTraceAndTheSession() throws IOException {
    try (TraceStore store = ToyFlow.add(ToyTrace.in(directory), Files.readString(FLOW)).open();
        Session session = new Session(store)) {
      session.execute(new StatementParser().parse(new Source("test", "let half = 50%")));
      KnownNames names = session.names();
      assertThat(names.variables("ji", 5)).containsExactly("jiffies");
      assertThat(names.variables("kernel/sched.c:", 9)).contains("kernel/sched.c:flag");
      assertThat(names.variables("fork.c:", 9)).containsExactly("fork.c:state");
      assertThat(names.functions("fork.c:s", 9)).containsExactly("fork.c:set_comm");
      assertThat(names.variables("nothing:", 9)).isEmpty();
      assertThat(names.functions("sched_", 5)).contains("sched_fork", "sched_exit");
      assertThat(names.types("struct task", 5)).containsExactly("struct task_struct");
      assertThat(names.members("init_task")).contains("comm", "exit_code");
      assertThat(names.members("current_leader->mm")).containsExactly("pgd", "users");
      assertThat(names.members("current_leader")).contains("pid");
      assertThat(names.members("nothing")).isEmpty();
      assertThat(names.tasks()).contains("swapper", "init", "sh", "cat");
      assertThat(names.bound()).contains("half");
      assertThat(names.columns()).contains("t", "task", "value", "backtrace");
    }
  }
}
