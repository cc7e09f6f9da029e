package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ShellException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers with units from the command line. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([kmg]?)(i?b)?");
  private static final Pattern ICOUNT = Pattern.compile("[0-9][0-9_]{0,24}");

  private Sizes() {}

  /** {@code 256M} in bytes; a bare number is in MiB, as QEMU has it. */
  static long bytes(String option, String text) {
    Matcher matcher = SIZE.matcher(text.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw ShellException.usage(option + " wants a size such as 256M, not '" + text + "'");
    }
    int shift =
        switch (matcher.group(2)) {
          case "k" -> 10;
          case "g" -> 30;
          default -> 20;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }

  /** An icount, with underscores between digits as the language has them. */
  static long icount(String option, String text) {
    try {
      if (ICOUNT.matcher(text).matches()) {
        return Long.parseLong(text.replace("_", ""));
      }
    } catch (NumberFormatException e) {
      // Too large: the message below says what is wanted.
    }
    throw ShellException.usage(
        option + " wants a time in instructions such as 1_000_000, not '" + text + "'");
  }
}
