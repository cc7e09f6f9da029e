/** What can go wrong, in a user's words, and the exit status that each kind of it has. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.failure;
