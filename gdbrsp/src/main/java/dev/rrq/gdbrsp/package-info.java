/**
 * A client of the GDB remote serial protocol, complete for what a debugger of QEMU needs.
 *
 * <p>{@link dev.rrq.gdbrsp.GdbClient} is where to begin. Below it, each usable alone:
 *
 * <ul>
 *   <li>{@link dev.rrq.gdbrsp.codec}: bytes to frames and back, without input or output
 *   <li>{@link dev.rrq.gdbrsp.packet}: requests and answers as types, one package for each feature
 *   <li>{@link dev.rrq.gdbrsp.target}: registers, from the description that the stub gives
 *   <li>{@link dev.rrq.gdbrsp.transport}: TCP and unix sockets
 *   <li>{@link dev.rrq.gdbrsp.error}: what can go wrong
 * </ul>
 *
 * <p>It knows nothing of the rest of rrq, and needs nothing but the JDK.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp;
