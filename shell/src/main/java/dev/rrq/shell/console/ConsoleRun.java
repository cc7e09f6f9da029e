package dev.rrq.shell.console;

import dev.rrq.shell.command.Settings;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.terminal.Directories;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.impl.DumbTerminal;

/** Runs the console on the terminal of this process. */
public final class ConsoleRun {
  /** JLine logs lost terminals through the JDK's logger, whose stack traces users must not see. */
  private static final Logger JLINE_LOG = Logger.getLogger("org.jline");

  private ConsoleRun() {}

  /**
   * Reads and answers until the user leaves.
   *
   * @param trace opened in the background, while the user types
   */
  public static ExitStatus run(
      Stdio stdio,
      Interrupts interrupts,
      EngineSlot slot,
      Settings settings,
      Optional<Path> trace,
      boolean debug) {
    JLINE_LOG.setLevel(Level.OFF);
    try (Terminal terminal =
        TerminalBuilder.builder()
            .name("rrq")
            .system(true)
            .dumb(true)
            .nativeSignals(true)
            .encoding(StandardCharsets.UTF_8)
            .build()) {
      ConsoleScreen screen =
          new ConsoleScreen(
              terminal,
              stdio.errIsTerminal() ? Optional.empty() : Optional.of(stdio.err()),
              stdio.environment(),
              true);
      Optional<Path> history = new Directories(stdio.environment()).stateFile("history");
      Console console =
          new Console(
              new ConsoleParts(terminal, screen, slot, settings, interrupts, history, debug));
      trace.ifPresent(console::begin);
      return console.run();
    } catch (IOException e) {
      throw ShellException.failed("the terminal failed: " + IoMessages.of(e), e);
    }
  }

  /**
   * Runs a console whose terminal nobody sees, for who wants its classes loaded.
   *
   * @param typed what is typed, up to a {@code quit}
   */
  public static void rehearse(EngineSlot slot, Path trace, InputStream typed) {
    JLINE_LOG.setLevel(Level.OFF);
    // On a pseudoterminal what is typed ahead would be lost when it is closed.
    try (Terminal terminal =
        new DumbTerminal(
            "rrq",
            "xterm-256color",
            typed,
            OutputStream.nullOutputStream(),
            StandardCharsets.UTF_8)) {
      ConsoleScreen screen = new ConsoleScreen(terminal, Optional.empty(), Map.of(), false);
      Console console =
          new Console(
              new ConsoleParts(
                  terminal,
                  screen,
                  slot,
                  new Settings(Optional.empty(), true),
                  new Interrupts(),
                  Optional.empty(),
                  false));
      console.begin(trace);
      console.run();
    } catch (IOException e) {
      throw ShellException.failed("the terminal failed: " + IoMessages.of(e), e);
    }
  }
}
