package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rrq warm-up}: for the launcher alone, which archives the classes that a start loads. */
@Command(name = "warm-up", hidden = true, description = "Go through what a start needs.")
final class WarmUpCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  WarmUpCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.warmUp();
  }
}
