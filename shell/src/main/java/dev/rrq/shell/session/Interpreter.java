package dev.rrq.shell.session;

import dev.rrq.grammar.ScriptItem;
import dev.rrq.grammar.ScriptParameters;
import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.grammar.ast.Output;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.DiagnosticRenderer;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
import dev.rrq.planner.TableResult;
import dev.rrq.shell.command.Commands;
import dev.rrq.shell.command.Shell;
import dev.rrq.shell.failure.BrokenPipeException;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.FailureReport;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.live.LiveScreen;
import dev.rrq.shell.output.FileDestination;
import dev.rrq.shell.terminal.Interrupts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Runs texts of statements: what was typed, {@code -e}, scripts and what they include. A failure is
 * reported with its place, and ends the text it happens in.
 */
public final class Interpreter {
  private static final int MOST_INCLUDES = 16;

  private final Supplier<Engine> engine;
  private final Shell shell;
  private final Screen screen;
  private final Interrupts interrupts;
  private final boolean debug;
  private final Commands commands;
  private final StatementParser parser;
  private final AnswerPrinter printer;
  private final Deque<Path> scripts = new ArrayDeque<>();
  private boolean fromConsole;
  private boolean echo;

  /**
   * Joins the parts.
   *
   * @param engine gives the open trace, waiting for it if need be, or fails with a sentence
   * @param debug whether failures come with their stack traces
   */
  public Interpreter(
      Supplier<Engine> engine,
      Shell shell,
      Screen screen,
      Interrupts interrupts,
      Commands commands,
      boolean debug) {
    this.engine = engine;
    this.shell = shell;
    this.screen = screen;
    this.interrupts = interrupts;
    this.commands = commands;
    this.debug = debug;
    this.parser = new StatementParser(commands.shellNames());
    this.printer = new AnswerPrinter(screen, shell.settings());
  }

  /** Whether a text goes on on its next line. */
  public boolean isIncomplete(String text) {
    return parser.isIncomplete(text);
  }

  /** Runs what was typed: its failures need no file and line. */
  public ExitStatus runTyped(String text) {
    fromConsole = true;
    try {
      return run(new Source("stdin", text));
    } finally {
      fromConsole = false;
    }
  }

  /** Shows each statement before its answer, as a person would have typed it. */
  public Interpreter echoing() {
    echo = true;
    return this;
  }

  /** Writes the rows of the one query of a text to a file. */
  public ExitStatus export(Source source, Path file, FileDestination.Mode mode) {
    try {
      Statement statement = parser.parse(source);
      Output.Mode how =
          mode == FileDestination.Mode.OVERWRITE ? Output.Mode.REPLACE : Output.Mode.CREATE;
      return execute(
          statement, Optional.of(new Output(statement.location(), how, file.toString())));
    } catch (DiagnosticException e) {
      return report(e.diagnostic(), source, ExitStatus.USAGE);
    } catch (NotOpenException e) {
      throw e.reason();
    }
  }

  /** Runs a text until its end or its first failure. */
  public ExitStatus run(Source source) {
    for (ScriptItem item : parser.read(source)) {
      ExitStatus status = run(item, source);
      if (status != ExitStatus.DONE || shell.isLeaving()) {
        return status;
      }
    }
    return ExitStatus.DONE;
  }

  /**
   * Runs a script.
   *
   * @param name as messages call it
   * @param file to which its includes are relative
   */
  public ExitStatus runScript(String name, Path file, String text, List<String> arguments) {
    scripts.push(file.toAbsolutePath().normalize());
    try {
      return run(new Source(name, ScriptParameters.fill(text, arguments)));
    } catch (DiagnosticException e) {
      return report(e.diagnostic(), new Source(name, text), ExitStatus.USAGE);
    } finally {
      scripts.pop();
    }
  }

  private ExitStatus run(ScriptItem item, Source source) {
    try {
      return item.accept(new Run(source));
    } catch (DiagnosticException e) {
      return report(e.diagnostic(), source, ExitStatus.FAILED);
    } catch (BrokenPipeException e) {
      throw e;
    } catch (NotOpenException e) {
      throw e.reason();
    } catch (RuntimeException | Error e) {
      if (interrupts.requested()) {
        return FailureReport.report(screen.err(), ShellException.interrupted(), debug);
      }
      return report(e, item, source);
    }
  }

  private ExitStatus report(Throwable failure, ScriptItem item, Source source) {
    if (fromConsole) {
      return FailureReport.report(screen.err(), failure, debug);
    }
    Diagnostic diagnostic =
        Diagnostic.error(
            "failed",
            item.location(),
            FailureReport.sentence(failure),
            FailureReport.hints(failure).toArray(String[]::new));
    report(diagnostic, source, ExitStatus.FAILED);
    if (debug) {
      failure.printStackTrace(screen.err());
    }
    return FailureReport.status(failure);
  }

  private ExitStatus report(Diagnostic diagnostic, Source source, ExitStatus status) {
    String rendered = DiagnosticRenderer.render(diagnostic, source);
    boolean oneLine = fromConsole && source.text().strip().indexOf('\n') < 0;
    int place = oneLine ? rendered.indexOf(diagnostic.severity() + ": ") : 0;
    screen.err().println(rendered.substring(place));
    screen.err().flush();
    return status;
  }

  /** Carries out one item of a text. */
  private final class Run implements ScriptItem.Visitor<ExitStatus> {
    private final Source source;

    Run(Source source) {
      this.source = source;
    }

    @Override
    public ExitStatus visitParsed(ScriptItem.Parsed item) {
      Statement statement = item.statement();
      if (echo) {
        echo(item.text());
      }
      if (statement instanceof Statement.WithOutput with) {
        return execute(with.statement(), Optional.of(with.output()));
      }
      return execute(statement, Optional.empty());
    }

    @Override
    public ExitStatus visitCommand(ScriptItem.Command item) {
      try {
        commands
            .named(item.name())
            .flatMap(command -> command.action())
            .orElseThrow()
            .run(shell, item.arguments());
        screen.out().flush();
        return ExitStatus.DONE;
      } catch (IOException e) {
        throw ShellException.failed(item.name() + ": " + IoMessages.of(e), e);
      }
    }

    @Override
    public ExitStatus visitWrong(ScriptItem.Wrong item) {
      return report(item.diagnostic(), source, ExitStatus.USAGE);
    }
  }

  private ExitStatus execute(Statement statement, Optional<Output> output) {
    if (statement instanceof Statement.Include include) {
      return include(include);
    }
    if (statement instanceof LiveStatement live) {
      return executeLive(live, output);
    }
    long started = System.nanoTime();
    Engine open = interrupts.during(() -> {}, this::engine);
    open.workOn(screen);
    Statement asked = atNow(statement, open);
    Result result = interrupts.during(open::cancel, () -> open.execute(asked));
    if (result instanceof TableResult table) {
      try (table) {
        Printed printed = interrupts.during(open::cancel, () -> printer.print(table, output));
        table.note().ifPresent(this::say);
        if (shell.settings().timing()) {
          say(timing(printed, System.nanoTime() - started));
        }
      }
    } else if (result instanceof Result.Text text) {
      printer.print(text.text(), output);
    } else if (result instanceof Result.Verdict verdict && !verdict.held()) {
      throw new QueryException(verdict.message());
    }
    return ExitStatus.DONE;
  }

  /** A mark without a time is for the instant at which the live replay stands. */
  private static Statement atNow(Statement statement, Engine open) {
    if (!(statement instanceof Statement.Mark mark) || mark.time().isPresent()) {
      return statement;
    }
    OptionalLong now = open.liveTime();
    return now.isEmpty()
        ? statement
        : new Statement.Mark(
            mark.location(),
            mark.name(),
            Optional.of(new Time.Icount(mark.location(), now.getAsLong())));
  }

  /** A replay that is interrupted stops and tells where, so nothing is cut off. */
  private ExitStatus executeLive(LiveStatement statement, Optional<Output> output) {
    Engine open = interrupts.during(() -> {}, this::engine);
    LiveScreen live = new LiveScreen(screen.err(), screen.color(), screen::lend);
    Result result = interrupts.gracefully(live::cancel, () -> open.live().execute(statement, live));
    if (result instanceof TableResult table) {
      try (table) {
        boolean streams = !(statement instanceof LiveStatement.Registers);
        interrupts.gracefully(
            live::cancel,
            () -> streams ? printer.printLive(table, output) : printer.print(table, output));
        table.note().ifPresent(this::say);
      }
    } else if (result instanceof Result.Text text) {
      printer.print(text.text(), output);
    }
    if (interrupts.requested() && !fromConsole) {
      throw ShellException.interrupted();
    }
    return ExitStatus.DONE;
  }

  private Engine engine() {
    try {
      return engine.get();
    } catch (RuntimeException e) {
      throw new NotOpenException(e);
    }
  }

  /** No time where a person turned the pages. */
  private static String timing(Printed printed, long nanos) {
    String count = printed.rows() == 1 ? "1 row" : printed.rows() + " rows";
    return printed.paged() ? count : String.format(Locale.ROOT, "%s, %.3f s", count, nanos / 1e9);
  }

  private void echo(String text) {
    try {
      screen.out().append("\nrrq> ").append(text).append('\n').flush();
    } catch (IOException e) {
      throw new BrokenPipeException(e);
    }
  }

  private void say(String sentence) {
    screen.err().println(screen.color() ? "\u001b[2m" + sentence + "\u001b[0m" : sentence);
    screen.err().flush();
  }

  private ExitStatus include(Statement.Include include) {
    Path named = Path.of(include.path());
    Path file = scripts.isEmpty() ? named : scripts.peek().resolveSibling(named);
    if (scripts.size() >= MOST_INCLUDES) {
      throw ShellException.failed(
          "scripts include each other more than " + MOST_INCLUDES + " deep");
    }
    try {
      return runScript(file.toString(), file, Files.readString(file), List.of());
    } catch (IOException e) {
      throw ShellException.failed("cannot include " + file + ": " + IoMessages.of(e), e);
    }
  }
}
