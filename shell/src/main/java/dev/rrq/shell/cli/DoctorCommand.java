package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rrq doctor}. */
@Command(
    name = "doctor",
    description = "Say what this machine has and lacks for rrq, and the commands that mend it.",
    sortOptions = false)
final class DoctorCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  DoctorCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.doctor();
  }
}
