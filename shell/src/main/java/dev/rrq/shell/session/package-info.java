/** Running statements: from text to what is printed, for the console, -e and scripts alike. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.session;
