/** What can go wrong in a call, each with a message that says what was expected and what came. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.error;
