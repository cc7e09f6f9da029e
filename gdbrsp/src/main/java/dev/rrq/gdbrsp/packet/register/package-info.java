/** Register packets: {@code g}, {@code G}, {@code p}, {@code P}. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.register;
