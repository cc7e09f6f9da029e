package dev.rrq.shell.cli;

import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.shell.command.Commands;
import dev.rrq.shell.command.Settings;
import dev.rrq.shell.console.ConsoleRun;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.output.Format;
import dev.rrq.shell.session.BatchShell;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.session.Interpreter;
import dev.rrq.shell.session.Screen;
import dev.rrq.shell.session.StandardScreen;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;
import dev.rrq.shell.work.ExportRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs statements of the command line, a script or standard input, or else the console. */
final class QueryRun {
  private static final String STANDARD_INPUT = "-";

  private final Stdio stdio;
  private final Interrupts interrupts;
  private final EngineSlot slot;

  QueryRun(Stdio stdio, Interrupts interrupts, EngineSlot slot) {
    this.stdio = stdio;
    this.interrupts = interrupts;
    this.slot = slot;
  }

  ExitStatus run(QueryRequest request) {
    boolean given = !request.statements().isEmpty() || request.script().isPresent();
    boolean console = !given && stdio.inIsTerminal() && stdio.outIsTerminal();
    Settings settings = new Settings(request.format(), console);
    if (console) {
      return ConsoleRun.run(stdio, interrupts, slot, settings, request.trace(), request.debug());
    }
    request.trace().ifPresent(trace -> slot.open(trace, (engine, failure) -> {}));
    Screen screen = new StandardScreen(stdio);
    BatchShell shell = new BatchShell(settings, screen, slot);
    Interpreter interpreter =
        new Interpreter(slot::get, shell, screen, interrupts, new Commands(), request.debug());
    ExitStatus status = run(interpreter, shell, request, given);
    if (status == ExitStatus.DONE && request.trace().isPresent()) {
      // Also where no statement wanted it: a name that is no trace is to be told.
      slot.get();
    }
    return status;
  }

  /** Runs the demonstration's script, and the console behind it for who sits there. */
  ExitStatus demo(Path trace, String script, boolean debug) {
    slot.open(trace, (engine, failure) -> {});
    Screen screen = new StandardScreen(stdio);
    Settings settings = new Settings(Optional.of(Format.TABLE), false);
    BatchShell shell = new BatchShell(settings, screen, slot);
    Interpreter interpreter =
        new Interpreter(slot::get, shell, screen, interrupts, new Commands(), debug).echoing();
    ExitStatus status =
        interpreter.runScript("first-look.rrq", Path.of("first-look.rrq"), script, List.of());
    boolean console = stdio.inIsTerminal() && stdio.outIsTerminal();
    if (status != ExitStatus.DONE || !console) {
      return status;
    }
    stdio.err().println("\nNow it is your turn: help tells what can be asked, quit leaves.\n");
    Settings own = new Settings(Optional.empty(), true);
    return ConsoleRun.run(stdio, interrupts, slot, own, Optional.of(trace), debug);
  }

  /** Writes the rows of one query to a file. */
  ExitStatus export(ExportRequest request) {
    slot.open(request.trace(), (engine, failure) -> {});
    Screen screen = new StandardScreen(stdio);
    BatchShell shell = new BatchShell(new Settings(request.format(), false), screen, slot);
    Interpreter interpreter =
        new Interpreter(slot::get, shell, screen, interrupts, new Commands(), request.debug());
    return interpreter.export(new Source("QUERY", request.query()), request.file(), request.mode());
  }

  private ExitStatus run(
      Interpreter interpreter, BatchShell shell, QueryRequest request, boolean given) {
    for (String statement : request.statements()) {
      ExitStatus status = interpreter.run(new Source("-e", statement));
      if (status != ExitStatus.DONE || shell.isLeaving()) {
        return status;
      }
    }
    String script = request.script().orElse(given ? "" : STANDARD_INPUT);
    return script.isEmpty() ? ExitStatus.DONE : runScript(interpreter, script, request.arguments());
  }

  private ExitStatus runScript(Interpreter interpreter, String script, List<String> arguments) {
    if (script.equals(STANDARD_INPUT)) {
      return interpreter.runScript("stdin", Path.of("stdin"), standardInput(), arguments);
    }
    Path file = Path.of(script);
    return interpreter.runScript(script, file, read(file), arguments);
  }

  private String standardInput() {
    try {
      return new String(stdio.in().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ShellException.failed("cannot read standard input: " + IoMessages.of(e), e);
    }
  }

  private static String read(Path script) {
    try {
      return new String(Files.readAllBytes(script), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw ShellException.usage("cannot read the script: " + IoMessages.of(e));
    }
  }
}
