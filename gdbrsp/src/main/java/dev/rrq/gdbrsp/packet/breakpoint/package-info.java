/** Breakpoint and watchpoint packets: {@code Z} and {@code z}. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.breakpoint;
