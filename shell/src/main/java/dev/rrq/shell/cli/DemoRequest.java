package dev.rrq.shell.cli;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The parts of the demonstration; what is not named is looked for where the launcher puts it.
 *
 * @param trace where the trace is or is to be
 * @param examples the directory of the example scripts
 */
public record DemoRequest(
    Optional<Path> trace,
    Optional<Path> kernel,
    Optional<Path> vmlinux,
    Optional<Path> busybox,
    Optional<Path> examples) {}
