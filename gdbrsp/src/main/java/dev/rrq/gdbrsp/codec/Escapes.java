package dev.rrq.gdbrsp.codec;

import java.io.ByteArrayOutputStream;

/**
 * The escapes of binary data: a byte that means something to the framing is sent as <code>}</code>
 * and the byte xor 0x20.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Overview.html#Binary-Data">GDB
 *     manual, Remote Protocol, Overview, Binary Data</a>
 */
public final class Escapes {
  private static final int MARK = '}';
  private static final int FLIP = 0x20;

  private Escapes() {}

  /** How many bytes this byte (0 to 255) takes when sent: 1 or 2. */
  public static int encodedLength(int b) {
    return needsEscape(b) ? 2 : 1;
  }

  /** The bytes with everything escaped that must be in either direction. */
  public static byte[] encode(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 16);
    for (byte b : bytes) {
      if (needsEscape(b & 0xff)) {
        out.write(MARK);
        out.write((b & 0xff) ^ FLIP);
      } else {
        out.write(b);
      }
    }
    return out.toByteArray();
  }

  /** The bytes with escapes resolved. A mark at the very end stands for itself. */
  public static byte[] decode(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      boolean escaped = bytes[i] == MARK && i + 1 < bytes.length;
      out.write(escaped ? (bytes[++i] & 0xff) ^ FLIP : bytes[i]);
    }
    return out.toByteArray();
  }

  private static boolean needsEscape(int b) {
    return b == '#' || b == '$' || b == MARK || b == '*';
  }
}
