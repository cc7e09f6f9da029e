/** Commands to the stub's own monitor: {@code qRcmd}. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.monitor;
