package dev.rrq.shell.cli;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.planner.analysis.Names;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.shell.failure.ShellException;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Reads times from the command line: those of the language that need no index. */
final class TimeOption {

  private TimeOption() {}

  /**
   * The icount of a time.
   *
   * @param length of the recording, asked for where it matters
   */
  static long icount(String option, String text, LongSupplier length) {
    try {
      Statement statement = new StatementParser().parse("live goto " + text);
      return new TimeResolver(new OnlyRecording(length), new Names())
          .resolve(((LiveStatement.Goto) statement).time());
    } catch (DiagnosticException e) {
      throw ShellException.usage(
          "%s wants a time such as 1_000_000, 50%% or end, not '%s'".formatted(option, text));
    }
  }

  private record OnlyRecording(LongSupplier length) implements TimeResolver.Reference {

    @Override
    public long end() {
      return length.getAsLong();
    }

    @Override
    public OptionalLong row(int number) {
      return OptionalLong.empty();
    }

    @Override
    public long event(Query query) {
      throw Problems.error("no-index", query.location(), "a query needs an index");
    }

    @Override
    public boolean isFunction(String name) {
      return false;
    }

    @Override
    public TimeResolver.Clock clock() {
      return TimeResolver.Clock.NONE;
    }
  }
}
