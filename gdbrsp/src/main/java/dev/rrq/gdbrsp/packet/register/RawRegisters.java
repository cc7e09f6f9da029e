package dev.rrq.gdbrsp.packet.register;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.packet.PayloadReader;
import java.util.BitSet;

/**
 * Register bytes in target byte order, and which of them the stub does not know. It writes those as
 * {@code xx}.
 */
public final class RawRegisters {
  private final byte[] bytes;
  private final BitSet unknown;

  private RawRegisters(byte[] bytes, BitSet unknown) {
    this.bytes = bytes;
    this.unknown = unknown;
  }

  /** Bytes that are all known. */
  public static RawRegisters of(byte[] bytes) {
    return new RawRegisters(bytes.clone(), new BitSet());
  }

  static RawRegisters parse(Payload reply) throws MalformedReplyException {
    if (reply.length() % 2 != 0) {
      throw MalformedReplyException.expected("two digits for each byte of the registers", reply);
    }
    byte[] bytes = new byte[reply.length() / 2];
    BitSet unknown = new BitSet();
    PayloadReader reader = new PayloadReader(reply);
    for (int i = 0; i < bytes.length; i++) {
      if (reader.accept('x')) {
        reader.expect('x');
        unknown.set(i);
      } else {
        bytes[i] = (byte) reader.hexByte();
      }
    }
    return new RawRegisters(bytes, unknown);
  }

  /** Number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** The byte at an index, 0 to 255; 0 where it is unknown. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** Whether every byte of a range is there and known. */
  public boolean known(int from, int to) {
    if (to > bytes.length) {
      return false;
    }
    int next = unknown.nextSetBit(from);
    return next < 0 || next >= to;
  }
}
