package dev.rrq.gdbrsp.packet.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;

/**
 * {@code qRcmd}: a command to the stub's own monitor. What it prints comes before the answer in
 * {@code O} packets, or with some stubs in the answer itself.
 *
 * @param text the command, in UTF-8 on the wire
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/General-Query-Packets.html">GDB
 *     manual, General Query Packets, qRcmd</a>
 */
public record MonitorCommand(String text) implements Command<byte[]> {

  @Override
  public Payload encode() {
    return Payload.ascii("qRcmd," + Hex.encode(text.getBytes(UTF_8)));
  }

  /** The output that the answer itself holds. */
  @Override
  public byte[] decode(Payload reply) throws RspException {
    if (reply.is("OK")) {
      return new byte[0];
    }
    PayloadReader reader = new PayloadReader(reply);
    byte[] output = reader.hexBytes();
    reader.expectEnd();
    return output;
  }
}
