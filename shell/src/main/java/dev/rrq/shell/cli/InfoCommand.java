package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.output.Format;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rrq info}. */
@Command(
    name = "info",
    description = "Say what a trace holds: the recording, its index, how to replay it by hand.",
    sortOptions = false)
final class InfoCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Parameters(paramLabel = "TRACE", description = "The trace.")
  Path trace = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "vertical (the default) or json.")
  @Nullable Format format;

  InfoCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.info(trace, format == null ? Format.VERTICAL : format);
  }
}
