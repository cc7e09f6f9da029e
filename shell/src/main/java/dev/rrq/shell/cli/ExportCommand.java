package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.output.FileDestination.Mode;
import dev.rrq.shell.output.Format;
import dev.rrq.shell.work.ExportRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rrq export}. */
@Command(
    name = "export",
    description = "Write the rows of a query to a file, for other programs.",
    sortOptions = false)
final class ExportCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Parameters(index = "0", paramLabel = "TRACE", description = "The trace.")
  Path trace = Path.of("");

  @Parameters(index = "1", paramLabel = "QUERY", description = "What to write.")
  String query = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file; its suffix names the format.")
  Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      completionCandidates = FormatConverter.Names.class,
      description = "The format, if not by suffix: ${COMPLETION-CANDIDATES}.")
  @Nullable Format format;

  @Option(names = "--overwrite", description = "Replace a file that is there already.")
  boolean overwrite;

  ExportCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    Mode mode = overwrite ? Mode.OVERWRITE : Mode.CREATE;
    return runs.export(
        new ExportRequest(trace, query, file, Optional.ofNullable(format), mode, global.debug));
  }
}
