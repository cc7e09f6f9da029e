package dev.rrq.shell;

import dev.rrq.grammar.ast.Expectation;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import dev.rrq.planner.TableResult;
import dev.rrq.shell.completion.Names;
import dev.rrq.shell.live.LiveDesk;
import dev.rrq.shell.session.Engine;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A trace of two writes. {@code tasks} has no rows, {@code switches} never ends, {@code interrupts}
 * fails after a row; an {@code expect} holds if it expects something empty.
 */
public final class FakeTrace implements Engine {
  /** Opened when an answer without end has begun. */
  public final CountDownLatch endless = new CountDownLatch(1);

  private final CountDownLatch stop = new CountDownLatch(1);

  @Override
  public Result execute(Statement statement) {
    if (statement instanceof Query query) {
      return answer(query);
    }
    if (statement instanceof Statement.Expect expect) {
      boolean held = expect.expectation() instanceof Expectation.Empty;
      return new Result.Verdict(held, "expected 3 rows, but there are 2");
    }
    if (statement instanceof Statement.Print) {
      return new Result.Text("(int) 42");
    }
    if (statement instanceof Statement.Describe describe) {
      throw new DiagnosticException(
          Diagnostic.error(
              "unknown-name",
              describe.subject().location(),
              "there is no symbol 'jiffees'",
              "did you mean 'jiffies'?"));
    }
    if (statement instanceof Statement.Marks) {
      throw new QueryException("the marks cannot be read");
    }
    return new Result.Text("");
  }

  @Override
  public LiveDesk live() {
    throw new QueryException("this trace cannot be replayed");
  }

  private TableResult answer(Query query) {
    String subject = query.subject().getClass().getSimpleName();
    return switch (subject) {
      case "Tasks" -> AnswerFixture.writes().noted("no tasks in [0, 10]").table();
      case "Switches" -> AnswerFixture.of(new Endless(endless, stop));
      case "Interrupts" ->
          AnswerFixture.writes().row(1L, "f", 2L, 3L, 4L).failing("the segment is damaged").table();
      default ->
          AnswerFixture.writes()
              .row(10L, "set_task_comm", 0x10L, (long) 'a', (long) 'b')
              .row(20L, "<device>", 0x11L, null, (long) 'c')
              .table();
    };
  }

  @Override
  public void cancel() {
    stop.countDown();
  }

  @Override
  public void warmUp() {}

  @Override
  public String greeting() {
    return "a trace of two writes";
  }

  @Override
  public Names names() {
    return new SomeNames();
  }

  @Override
  public void close() {}

  /** Gives no row until it is cancelled. */
  private record Endless(CountDownLatch begun, CountDownLatch stop) implements RowSource {
    @Override
    public @Nullable Row next() {
      begun.countDown();
      boolean interrupted = false;
      while (true) {
        try {
          stop.await();
          break;
        } catch (InterruptedException e) {
          // As in native code: only a cancellation ends it.
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      throw new QueryException("cancelled");
    }

    @Override
    public void cancel() {
      stop.countDown();
    }

    @Override
    public void close() {}
  }

  private static final class SomeNames implements Names {
    private static final List<String> SYMBOLS =
        List.of(
            "init_task",
            "init_net",
            "jiffies",
            "jiffies_64",
            "binfmt_misc:",
            "binfmt_misc:enabled",
            "binfmt_misc:entries",
            "init/main.c:state");

    @Override
    public List<String> symbols(String prefix, int limit) {
      // A module is proposed by its own name alone.
      return SYMBOLS.stream()
          .filter(name -> name.startsWith(prefix) && !name.equals(prefix))
          .filter(name -> name.endsWith(":") || name.contains(":") == prefix.contains(":"))
          .toList();
    }

    @Override
    public List<String> functions(String prefix, int limit) {
      return List.of("start_kernel", "schedule", "binfmt_misc:bm_register_write").stream()
          .filter(name -> name.startsWith(prefix))
          .toList();
    }

    @Override
    public List<String> types(String prefix, int limit) {
      return List.of("task_struct").stream().filter(name -> name.startsWith(prefix)).toList();
    }

    @Override
    public List<String> members(String object) {
      return object.equals("init_task")
          ? List.of("comm", "pid")
          : object.equals("binfmt_misc:misc_format") ? List.of("module") : List.of("next", "prev");
    }

    @Override
    public List<String> tasks() {
      return List.of("swapper/0", "sh");
    }

    @Override
    public List<String> marks() {
      return List.of("t1");
    }

    @Override
    public List<String> columns() {
      return List.of("t", "function", "old", "new");
    }
  }
}
