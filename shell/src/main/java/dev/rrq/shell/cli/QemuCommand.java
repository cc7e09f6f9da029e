package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code rrq qemu build}. */
@Command(
    name = "qemu",
    description = "Build QEMU with qemu-rr.patch into the cache; rrq uses it from then on.",
    sortOptions = false)
final class QemuCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Parameters(paramLabel = "build", description = "The one thing that can be done with it.")
  Action action = Action.BUILD;

  /** What can be done. */
  enum Action {
    BUILD
  }

  QemuCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.buildQemu();
  }
}
