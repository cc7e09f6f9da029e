/** Thread packets; QEMU's threads are its vCPUs. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.thread;
