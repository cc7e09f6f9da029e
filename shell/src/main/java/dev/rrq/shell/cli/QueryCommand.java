package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.output.Format;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rrq [TRACE]}: the console, or the statements of the command line, a script or a pipe. */
@Command(
    name = "rrq",
    description = "Ask what happened in a recorded machine.",
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "Without -e and -f, rrq reads statements from the terminal, or from standard input where"
          + " that is none. A trace whose name is a command's is written ./NAME.",
      "",
      "Exit status: 0 done, 1 a statement failed or an expect did not hold, 2 wrong usage or"
          + " syntax, 3 something is missing on this machine, 4 the trace is damaged or of another"
          + " version, 130 interrupted."
    })
final class QueryCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "TRACE",
      description = "The trace to open, as record and index made it.")
  @Nullable Path trace;

  @Parameters(
      index = "1..*",
      paramLabel = "ARG",
      description = "Values of $1, $2, ... in the script of -f.")
  List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-e", "--execute"},
      paramLabel = "QUERY",
      description = "Run this and leave; may be given several times.")
  List<String> statements = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "SCRIPT",
      description = "Run a script and leave; - is standard input.")
  @Nullable String script;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      completionCandidates = FormatConverter.Names.class,
      description =
          "How rows are printed: ${COMPLETION-CANDIDATES}."
              + " Default: table on a terminal, otherwise csv.")
  @Nullable Format format;

  QueryCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    if (script == null && !arguments.isEmpty()) {
      throw ShellException.usage(
          "unexpected argument '" + arguments.get(0) + "'",
          "arguments are for a script, which -f names; a query follows -e");
    }
    return runs.query(
        new QueryRequest(
            Optional.ofNullable(trace),
            statements,
            Optional.ofNullable(script),
            arguments,
            Optional.ofNullable(format),
            global.debug));
  }
}
