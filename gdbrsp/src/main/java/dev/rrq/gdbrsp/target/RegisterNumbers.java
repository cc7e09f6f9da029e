package dev.rrq.gdbrsp.target;

import java.nio.ByteOrder;

/** Numbers of any size up to 64 bits in either byte order. */
public final class RegisterNumbers {
  private RegisterNumbers() {}

  /** The number in these bytes, at most 8 that matter, zero-extended. */
  public static long decode(byte[] bytes, ByteOrder order) {
    if (bytes.length > Long.BYTES) {
      throw new IllegalArgumentException(bytes.length + " bytes are no number of 64 bits");
    }
    long value = 0;
    for (int i = 0; i < bytes.length; i++) {
      int at = order == ByteOrder.BIG_ENDIAN ? i : bytes.length - 1 - i;
      value = (value << 8) | (bytes[at] & 0xff);
    }
    return value;
  }

  /** The lowest bytes of a number; those beyond the eighth are zero. */
  public static byte[] encode(long value, int length, ByteOrder order) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < Math.min(length, Long.BYTES); i++) {
      int at = order == ByteOrder.BIG_ENDIAN ? length - 1 - i : i;
      bytes[at] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }
}
