/** rrq's own log: an elf4j provider that writes to standard error or to a file. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.log;
