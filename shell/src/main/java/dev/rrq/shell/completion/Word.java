package dev.rrq.shell.completion;

import java.util.Locale;

/**
 * A piece of a statement's text.
 *
 * @param start offset of its first character
 * @param end offset behind its last one
 */
public record Word(Kind kind, String text, int start, int end) {

  /** What a piece is, as far as colours and completion care. */
  public enum Kind {
    /** An identifier or a keyword; which of the two depends on where it stands. */
    NAME,
    NUMBER,
    STRING,
    COMMENT,
    /** {@code #3}: a row of the last answer. */
    ROW,
    SIGN
  }

  /** In lower case, as keywords are compared. */
  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }

  boolean is(String keyword) {
    return text.equalsIgnoreCase(keyword);
  }
}
