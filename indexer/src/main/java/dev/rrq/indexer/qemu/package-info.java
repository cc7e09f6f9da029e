/** QEMU processes: their command lines, their images, and the machine protocol (QMP). */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.qemu;
