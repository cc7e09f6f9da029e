package dev.rrq.shell.console;

import dev.rrq.shell.FakeTrace;
import dev.rrq.shell.command.Settings;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.terminal.Interrupts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;

/** A console on a dumb terminal over byte streams. */
final class TypedSession {
  private final Path history;

  TypedSession(Path history) {
    this.history = history;
  }

  /** What the terminal shows after these keys and the end of input. */
  String type(String keys) throws IOException {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    ByteArrayInputStream typed = new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8));
    try (Terminal terminal =
            new DumbTerminal("test", Terminal.TYPE_DUMB, typed, shown, StandardCharsets.UTF_8);
        EngineSlot slot = new EngineSlot(TypedSession::open)) {
      Console console =
          new Console(
              new ConsoleParts(
                  terminal,
                  new ConsoleScreen(terminal, Optional.empty(), Map.of(), false),
                  slot,
                  settings(),
                  new Interrupts(),
                  Optional.of(history),
                  false));
      slot.open(Path.of("demo.rrq"), (engine, failure) -> {});
      ExitStatus status = console.run();
      if (status != ExitStatus.DONE) {
        throw new AssertionError("the console ended with " + status);
      }
    }
    return shown.toString(StandardCharsets.UTF_8).replace("\r", "");
  }

  private static Settings settings() {
    Settings settings = new Settings(Optional.empty(), true);
    settings.setTiming(false);
    return settings;
  }

  private static FakeTrace open(Path path) {
    if (!path.endsWith("demo.rrq")) {
      throw ShellException.usage("there is no trace " + path);
    }
    return new FakeTrace();
  }
}
