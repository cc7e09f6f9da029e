/** The command line: options, subcommands, and the exit status that each run ends with. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.cli;
