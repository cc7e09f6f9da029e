package dev.rrq.grammar;

import org.antlr.v4.runtime.Token;

/**
 * The escapes of strings: those of C, and {@code \%} and {@code \_}, which stay as they are for
 * LIKE.
 */
final class Escapes {
  private Escapes() {}

  /** The text with its escapes resolved. */
  static String resolve(Token token, String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    StringBuilder resolved = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i++);
      if (c != '\\') {
        resolved.append(c);
        continue;
      }
      char escape = text.charAt(i++);
      if (escape == 'x') {
        int digits = hexDigits(text, i);
        if (digits == 0) {
          throw Literals.wrong(token, "'\\x' needs two hexadecimal digits");
        }
        resolved.append((char) Integer.parseInt(text.substring(i, i + digits), 16));
        i += digits;
      } else {
        resolved.append(single(token, escape));
      }
    }
    return resolved.toString();
  }

  private static int hexDigits(String text, int from) {
    int count = 0;
    while (count < 2
        && from + count < text.length()
        && Character.digit(text.charAt(from + count), 16) >= 0) {
      count++;
    }
    return count;
  }

  private static String single(Token token, char escape) {
    return switch (escape) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case '0' -> "\0";
      case '\\', '\'', '"' -> String.valueOf(escape);
      case '%', '_' -> "\\" + escape;
      default -> throw Literals.wrong(token, "'\\%c' is no escape".formatted(escape));
    };
  }

  /** The text in quotes, so that {@link #resolve} gives it back. */
  static String quote(String text, char quote) {
    StringBuilder quoted = new StringBuilder().append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        case '\\' -> {
          boolean pattern =
              i + 1 < text.length() && (text.charAt(i + 1) == '%' || text.charAt(i + 1) == '_');
          quoted.append(pattern ? "\\" : "\\\\");
        }
        default -> {
          if (c < ' ') {
            quoted.append("\\x%02x".formatted((int) c));
          } else {
            quoted.append(c == quote ? "\\" : "").append(c);
          }
        }
      }
    }
    return quoted.append(quote).toString();
  }
}
