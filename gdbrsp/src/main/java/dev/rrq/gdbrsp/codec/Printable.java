package dev.rrq.gdbrsp.codec;

/** Bytes as text that a terminal can show: quoted, short, and nothing but ASCII. */
final class Printable {
  private static final int LONGEST = 80;

  private Printable() {}

  /** The first {@code length} bytes in quotes; a long run is cut and its length given. */
  static String quote(byte[] bytes, int length) {
    int shown = Math.min(length, LONGEST);
    StringBuilder out = new StringBuilder(shown + 24).append('"');
    for (int i = 0; i < shown; i++) {
      append(out, bytes[i] & 0xff);
    }
    if (shown < length) {
      out.append("...\" (").append(length).append(" bytes)");
    } else {
      out.append('"');
    }
    return out.toString();
  }

  private static void append(StringBuilder out, int b) {
    if (b == '"' || b == '\\') {
      out.append('\\').append((char) b);
    } else if (b >= ' ' && b <= '~') {
      out.append((char) b);
    } else {
      out.append(String.format("\\x%02x", b));
    }
  }
}
