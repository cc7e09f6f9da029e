package dev.rrq.shell.cli;

import dev.rrq.shell.output.Format;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code rrq [TRACE]} was asked to do.
 *
 * @param trace the trace to open; the console can do without
 * @param statements of {@code -e}, in order
 * @param script of {@code -f}, or {@code -} for standard input
 * @param arguments of the script
 * @param format of {@code --format}; the default depends on where the rows go
 * @param debug whether failures come with their stack traces
 */
record QueryRequest(
    Optional<Path> trace,
    List<String> statements,
    Optional<String> script,
    List<String> arguments,
    Optional<Format> format,
    boolean debug) {
  QueryRequest {
    statements = List.copyOf(statements);
    arguments = List.copyOf(arguments);
  }
}
