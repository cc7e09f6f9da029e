package dev.rrq.shell.progress;

import java.util.Locale;

/** Numbers with units, short enough for a line of status. */
public final class Amounts {
  private static final String[] DECIMAL = {"", " k", " M", " G", " T"};
  private static final String[] BINARY = {" B", " KiB", " MiB", " GiB", " TiB"};

  private Amounts() {}

  /** A count: {@code 950}, {@code 1.50 G}. */
  public static String count(double count) {
    return scaled(count, 1000, DECIMAL);
  }

  /** A size in bytes: {@code 512 B}, {@code 3.2 MiB}. */
  public static String bytes(double bytes) {
    return scaled(bytes, 1024, BINARY);
  }

  private static String scaled(double value, double base, String[] units) {
    int unit = 0;
    double scaled = value;
    while (scaled >= base && unit + 1 < units.length) {
      scaled /= base;
      unit++;
    }
    if (unit == 0) {
      return (long) scaled + units[0];
    }
    String digits = scaled < 10 ? "%.2f" : scaled < 100 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, digits, scaled) + units[unit];
  }

  /** A time to wait in seconds: {@code 8 s}, {@code 2:05}, {@code 1:02:05}. */
  public static String seconds(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  }
}
