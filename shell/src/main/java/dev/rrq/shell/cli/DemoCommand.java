package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rrq demo}. */
@Command(
    name = "demo",
    description = "Record and index a Linux boot of rrq's own, and ask it some questions.",
    sortOptions = false)
final class DemoCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "TRACE",
      description = "Where the trace is, or is to be. Default: demo.rrq in rrq's cache.")
  @Nullable Path trace;

  DemoCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.demo(Optional.ofNullable(trace), global.debug);
  }
}
