package dev.rrq.shell.console;

import dev.rrq.shell.command.Commands;
import dev.rrq.shell.command.Settings;
import dev.rrq.shell.command.Shell;
import dev.rrq.shell.completion.Completions;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.FailureReport;
import dev.rrq.shell.session.Engine;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.session.Interpreter;
import dev.rrq.shell.terminal.Interrupts;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.utils.InfoCmp;

/** The loop that reads statements from a person and answers them. */
public final class Console implements Shell {
  private static final String PROMPT = "rrq> ";
  private static final String CONTINUATION = "...> ";

  private final Terminal terminal;
  private final ConsoleScreen screen;
  private final EngineSlot slot;
  private final Settings settings;
  private final Interrupts interrupts;
  private final boolean debug;
  private final LineReader reader;
  private final Interpreter interpreter;
  private boolean leaving;

  /** Sets a console up on a terminal. */
  Console(ConsoleParts parts) {
    this.terminal = parts.terminal();
    this.screen = parts.screen();
    this.slot = parts.slot();
    this.settings = parts.settings();
    this.interrupts = parts.interrupts();
    this.debug = parts.debug();
    Commands commands = new Commands();
    this.interpreter =
        new Interpreter(slot::get, this, screen, interrupts, commands, parts.debug());
    this.reader = reader(parts, commands);
  }

  private LineReader reader(ConsoleParts parts, Commands commands) {
    Completions completions = new Completions(commands, slot::names);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("rrq")
            .terminal(terminal)
            .parser(new StatementLineParser(interpreter::isIncomplete, completions::start))
            .completer(new StatementCompleter(completions))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.CASE_INSENSITIVE, true)
            .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
            .option(LineReader.Option.HISTORY_REDUCE_BLANKS, false)
            .option(LineReader.Option.INSERT_TAB, false);
    if (screen.color()) {
      builder.highlighter(new StatementHighlighter(commands));
    }
    parts.history().ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    return builder.build();
  }

  /** Begins to open a trace; what it is stands above the prompt when it is known. */
  public void begin(Path trace) {
    slot.open(
        trace,
        (engine, failure) -> {
          if (engine != null) {
            greet(engine);
            engine.warmUp();
          } else if (failure != null) {
            reader.printAbove("rrq: " + FailureReport.sentence(failure));
          }
        });
  }

  private void greet(Engine engine) {
    String greeting = engine.greeting();
    if (!greeting.isEmpty()) {
      reader.printAbove(greeting);
    }
  }

  /** Reads and answers until the user leaves. */
  public ExitStatus run() {
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> interrupts.interrupt());
    try {
      while (!leaving) {
        step();
      }
    } catch (EndOfFileException e) {
      terminal.writer().println();
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      terminal.flush();
    }
    return ExitStatus.DONE;
  }

  private void step() {
    try {
      String text = reader.readLine(PROMPT);
      interrupts.reset();
      interpreter.runTyped(text);
    } catch (UserInterruptException e) {
      // Ctrl-C at the prompt drops the line.
    } catch (EndOfFileException e) {
      throw e;
    } catch (RuntimeException e) {
      FailureReport.report(screen.err(), e, debug);
    }
    screen.err().flush();
    terminal.flush();
    interrupts.reset();
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Writer out() {
    return terminal.writer();
  }

  @Override
  public void open(Path trace) {
    Engine engine = interrupts.during(() -> {}, () -> openNow(trace));
    greet(engine);
  }

  private Engine openNow(Path trace) {
    slot.open(trace, (engine, failure) -> {});
    return slot.get();
  }

  @Override
  public void quit() {
    leaving = true;
  }

  @Override
  public boolean isLeaving() {
    return leaving;
  }

  @Override
  public void history() throws IOException {
    for (History.Entry entry : reader.getHistory()) {
      terminal.writer().println(entry.line());
    }
  }

  @Override
  public void clear() {
    terminal.puts(InfoCmp.Capability.clear_screen);
    terminal.flush();
  }
}
