package dev.rrq.shell.work;

import dev.rrq.shell.output.FileDestination;
import dev.rrq.shell.output.Format;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What to write where.
 *
 * @param debug whether failures come with their stack traces
 * @param format by the file's suffix where it is not given
 */
public record ExportRequest(
    Path trace,
    String query,
    Path file,
    Optional<Format> format,
    FileDestination.Mode mode,
    boolean debug) {}
