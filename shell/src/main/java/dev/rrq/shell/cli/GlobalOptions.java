package dev.rrq.shell.cli;

import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.log.LogSink;
import dev.rrq.shell.terminal.Stdio;
import elf4j.Level;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command understands: how much rrq says about its own work. */
final class GlobalOptions {
  @Option(
      names = {"-v", "--verbose"},
      description = "Say what is being done.")
  boolean verbose;

  @Option(
      names = "--debug",
      description = "Say everything, with a stack trace where something fails.")
  boolean debug;

  @Option(
      names = "--log-file",
      paramLabel = "FILE",
      description = "Append rrq's own log to a file, at the level of --debug.")
  @Nullable Path logFile;

  @Option(
      names = "--qemu",
      paramLabel = "PROGRAM",
      description = "The QEMU to use, as RRQ_QEMU names one too.")
  @Nullable Path qemu;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  /** Takes what was written before a subcommand's name. */
  void inherit(GlobalOptions outer) {
    verbose |= outer.verbose;
    debug |= outer.debug;
    if (logFile == null) {
      logFile = outer.logFile;
    }
    if (qemu == null) {
      qemu = outer.qemu;
    }
  }

  /** Sets the log up as asked. */
  void apply(Stdio stdio) {
    if (qemu != null) {
      QemuBinary.use(qemu);
    }
    Level threshold = debug ? Level.TRACE : verbose ? Level.INFO : Level.WARN;
    try {
      LogSink.configure(threshold, stdio.err(), logFile);
    } catch (IOException e) {
      throw ShellException.usage("cannot write the log " + logFile + ": " + IoMessages.of(e));
    }
  }
}
