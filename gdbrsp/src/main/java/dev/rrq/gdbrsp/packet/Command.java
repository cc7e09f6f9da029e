package dev.rrq.gdbrsp.packet;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;

/**
 * A request that a stub answers with one packet. Others may write their own.
 *
 * @param <R> what the answer means
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets</a>
 */
public interface Command<R> {

  /** The packet's bytes, with binary data already escaped. */
  Payload encode();

  /** Reads an answer that is neither empty nor an error. */
  R decode(Payload reply) throws RspException;
}
