/** Reading the stub's objects in pieces: {@code qXfer}. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.xfer;
