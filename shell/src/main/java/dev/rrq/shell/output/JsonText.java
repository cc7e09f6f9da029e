package dev.rrq.shell.output;

import java.io.IOException;

/** JSON's lexical forms (RFC 8259). */
public final class JsonText {
  private JsonText() {}

  /** Appends a string with its quotes. */
  public static void string(Appendable out, String text) throws IOException {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(out, text, i);
    }
    out.append('"');
  }

  private static void character(Appendable out, String text, int index) throws IOException {
    char c = text.charAt(index);
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20 || c == 0x7f || isLoneSurrogate(text, index)) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }

  private static boolean isLoneSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  /** Appends a number; what JSON cannot say (infinities, NaN) is null. */
  static void real(Appendable out, double value) throws IOException {
    out.append(Double.isFinite(value) ? Double.toString(value) : "null");
  }
}
