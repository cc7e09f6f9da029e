package dev.rrq.shell.output;

import org.jline.utils.WCWidth;

/** How many terminal columns text takes: wide characters two, combining ones none. */
final class DisplayWidth {
  private DisplayWidth() {}

  static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      width += Math.max(0, WCWidth.wcwidth(codePoint));
      i += Character.charCount(codePoint);
    }
    return width;
  }

  /** The text cut to a width, with an ellipsis where something was cut. */
  static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      int next = used + Math.max(0, WCWidth.wcwidth(codePoint));
      if (next > width - 1) {
        break;
      }
      kept.appendCodePoint(codePoint);
      used = next;
      i += Character.charCount(codePoint);
    }
    return kept.append('…').toString();
  }

  /**
   * The text without control characters, which come from guest memory and could move the cursor or
   * set the terminal's title; line ends stay.
   */
  static String printable(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n' && (c < 0x20 || (c >= 0x7f && c < 0xa0))) {
        if (clean == null) {
          clean = new StringBuilder(text);
        }
        clean.setCharAt(i, '\ufffd');
      }
    }
    return clean == null ? text : clean.toString();
  }
}
