package dev.rrq.store.testing;

import java.util.stream.Stream;

/** The lines and numbers of fixtures. */
final class Lines {

  private static final int HEXADECIMAL = 16;

  private Lines() {}

  /** The lines of a text, without empty ones and those that start with #. */
  static Stream<String> of(String text) {
    return text.lines().map(String::strip).filter(l -> !l.isEmpty() && !l.startsWith("#"));
  }

  /** A decimal or {@code 0x} hexadecimal number, 0 where there is a {@code -}. */
  static long number(String word) {
    if (word.equals("-")) {
      return 0;
    }
    String digits = word.replace("_", "");
    return digits.startsWith("0x")
        ? Long.parseUnsignedLong(digits.substring(2), HEXADECIMAL)
        : Long.parseLong(digits);
  }
}
