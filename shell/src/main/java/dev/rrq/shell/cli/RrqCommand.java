package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;

/** A command or subcommand of {@code rrq}. */
interface RrqCommand {

  /** Does what was asked; what goes wrong is thrown. */
  ExitStatus run();

  /** The options that all commands share. */
  GlobalOptions global();
}
