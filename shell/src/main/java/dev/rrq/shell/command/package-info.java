/**
 * Everything that a line can begin with: the shell's own commands and the statements of the
 * language, in one registry that the loop, completion and help read.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.command;
