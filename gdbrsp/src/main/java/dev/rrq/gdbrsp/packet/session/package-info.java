/** Packets that end a session: {@code D}, {@code k}, {@code vKill}. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.session;
