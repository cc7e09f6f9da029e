/** QEMU's own packets: single-step flags and physical memory mode. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.qemu;
