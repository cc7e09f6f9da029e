package dev.rrq.shell;

import dev.rrq.shell.cli.Application;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;

/** The {@code rrq} command. */
public final class Main {
  private Main() {}

  /** Runs one command line and ends the process with its status. */
  public static void main(String[] arguments) {
    // Calcite logs through SLF4J, which rrq ships no provider for; it would say so at each start.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Interrupts interrupts = new Interrupts();
    interrupts.listen(() -> System.exit(ExitStatus.INTERRUPTED.code()));
    ExitStatus status = Application.run(Stdio.system(), interrupts, arguments);
    System.exit(status.code());
  }
}
