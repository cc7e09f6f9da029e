/** Byte streams to a stub: TCP and unix sockets, or whatever implements the one interface. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.transport;
