/** Why the target stopped: stop replies and {@code ?}. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.stop;
