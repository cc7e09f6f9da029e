/** A client of the GDB remote serial protocol, free of any other part of rrq. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp;
