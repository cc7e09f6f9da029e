package dev.rrq.shell.console;

import dev.rrq.shell.FakeTrace;
import dev.rrq.shell.command.Settings;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;
import java.nio.file.Path;
import java.util.Optional;

/** The console over a trace that is none, as a process of its own. */
final class TerminalMain {
  private TerminalMain() {}

  public static void main(String[] arguments) {
    Interrupts interrupts = new Interrupts();
    interrupts.listen(() -> System.exit(1));
    FakeTrace trace = new FakeTrace();
    Thread witness = new Thread(() -> tellWhenEndless(trace));
    witness.setDaemon(true);
    witness.start();
    try (EngineSlot slot = new EngineSlot(path -> trace)) {
      Settings settings = new Settings(Optional.empty(), true);
      ConsoleRun.run(
          Stdio.system(), interrupts, slot, settings, Optional.of(Path.of("demo.rrq")), false);
    }
  }

  /** Says on the terminal that an answer without end has begun, for who waits to interrupt it. */
  private static void tellWhenEndless(FakeTrace trace) {
    try {
      trace.endless.await();
      System.err.println("endless");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
