/**
 * What registers a target has, read from the description that its stub gives, and their values.
 *
 * <p>Nothing here is code for one architecture. What descriptions leave out (byte order, which
 * register is the stack pointer) is data in {@code architectures.properties}.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.target;
