/** The packaged command, run as its users run it. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.packaged;
