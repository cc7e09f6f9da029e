/** Memory packets: {@code m}, {@code M}, {@code X}. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.memory;
