/** The process's streams and what is known of the terminal behind them, and Ctrl-C. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.terminal;
