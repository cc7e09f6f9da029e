package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ShellException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers with units from the command line. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([kmg]?)(i?b)?");
  private static final Pattern ICOUNT = Pattern.compile("[0-9][0-9_]{0,24}");

  private static final Pattern SHARE = Pattern.compile("(100|[0-9]{1,2}(?:\\.[0-9]{1,9})?)%");

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

  /**
   * An icount, with underscores between digits as the language has them, or {@code start}, {@code
   * end} or a share such as {@code 50%} of a recording.
   *
   * @param length of the recording, asked for where it matters
   */
  static long time(String option, String text, LongSupplier length) {
    Matcher share = SHARE.matcher(text);
    try {
      if (ICOUNT.matcher(text).matches()) {
        return Long.parseLong(text.replace("_", ""));
      } else if (text.equals("start")) {
        return 0;
      } else if (text.equals("end")) {
        return length.getAsLong();
      } else if (share.matches()) {
        BigDecimal whole = BigDecimal.valueOf(length.getAsLong());
        return new BigDecimal(share.group(1)).multiply(whole).movePointLeft(2).longValue();
      }
    } catch (NumberFormatException e) {
      // Too large: the message below says what is wanted.
    }
    throw ShellException.usage(
        "%s wants a time such as 1_000_000, 50%% or end, not '%s'".formatted(option, text));
  }
}
