package dev.rrq.gdbrsp.packet.xfer;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;

/**
 * {@code qXfer:object:read}: a piece of one of the stub's objects.
 *
 * @param object such as {@code features}
 * @param annex which of the kind, such as {@code target.xml}
 * @param offset of the first byte wanted
 * @param length bytes wanted at most, at least 1
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/General-Query-Packets.html#qXfer-read">GDB
 *     manual, qXfer read</a>
 */
public record ReadObject(String object, String annex, int offset, int length)
    implements Command<ObjectPiece> {

  @Override
  public Payload encode() {
    String range = Hex.number(offset) + "," + Hex.number(length);
    return Payload.ascii("qXfer:" + object + ":read:" + annex + ":" + range);
  }

  @Override
  public ObjectPiece decode(Payload reply) throws RspException {
    int more = reply.at(0);
    if (more != 'm' && more != 'l') {
      throw MalformedReplyException.expected("'m' or 'l' and a piece of " + annex, reply);
    }
    byte[] data = reply.unescaped().bytes();
    return new ObjectPiece(Payload.of(data).bytes(1, data.length), more == 'l');
  }
}
