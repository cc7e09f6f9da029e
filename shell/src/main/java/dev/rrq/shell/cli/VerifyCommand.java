package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rrq verify}. */
@Command(
    name = "verify",
    description = "Prove an index: its memory and all its rows give the guest's memory at the end.",
    sortOptions = false)
final class VerifyCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Parameters(paramLabel = "TRACE", description = "The trace.")
  Path trace = Path.of("");

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "0",
      description = "Replay to N random rows and prove each.")
  int sample;

  VerifyCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.verify(trace, sample);
  }
}
