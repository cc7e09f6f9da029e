package dev.rrq.gdbrsp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Hexadecimal digits, as the protocol writes bytes and numbers. */
public final class Hex {
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(ISO_8859_1);

  private Hex() {}

  /** The value of a digit, 0 to 15, or -1 if it is none. Both cases are digits. */
  public static int digit(int character) {
    if (character >= '0' && character <= '9') {
      return character - '0';
    }
    int lower = character | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** Two lower-case digits for each byte. */
  public static String encode(byte[] bytes) {
    byte[] out = new byte[bytes.length * 2];
    for (int i = 0; i < bytes.length; i++) {
      out[2 * i] = DIGITS[(bytes[i] >> 4) & 15];
      out[2 * i + 1] = DIGITS[bytes[i] & 15];
    }
    return new String(out, ISO_8859_1);
  }

  /** A number as the protocol writes it: big-endian, no leading zeros, unsigned. */
  public static String number(long value) {
    return Long.toHexString(value);
  }

  /** The digit of the upper and of the lower four bits of a byte. */
  static void putByte(byte[] out, int at, int value) {
    out[at] = DIGITS[(value >> 4) & 15];
    out[at + 1] = DIGITS[value & 15];
  }
}
