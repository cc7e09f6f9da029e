package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ShellException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes from the command line. */
final class Sizes {
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,6})([kmg]?)(i?b)?");

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
}
