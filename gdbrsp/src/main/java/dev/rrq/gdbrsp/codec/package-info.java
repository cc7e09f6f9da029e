/**
 * Bytes to frames and back, without any input or output.
 *
 * <p>{@link dev.rrq.gdbrsp.codec.FrameDecoder} takes bytes in pieces of any size and gives whole
 * frames; {@link dev.rrq.gdbrsp.codec.FrameEncoder} does the opposite. Nothing here knows what a
 * packet means.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.codec;
