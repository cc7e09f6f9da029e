/** The rrq command line, its console, completion and output formats. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell;
