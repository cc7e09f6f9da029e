/** Tests against a real QEMU, on a guest of a few instructions. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.qemu;
