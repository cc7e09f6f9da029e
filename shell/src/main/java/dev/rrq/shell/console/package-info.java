/** The prompt: reading lines with history, completion and colours, and running them. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.console;
