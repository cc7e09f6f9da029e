/** Live statements: a replay under a debugger, spoken to in the language of queries. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.live;
