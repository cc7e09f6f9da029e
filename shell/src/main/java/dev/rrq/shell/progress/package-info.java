/** How far a long piece of work has come: a line that is redrawn, or one every few seconds. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.progress;
