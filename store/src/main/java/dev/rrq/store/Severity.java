package dev.rrq.store;

import java.util.Locale;

/** How bad a statistic is. */
public enum Severity {
  /** A plain count. */
  INFO,
  /** Something is less exact than it could be. */
  WARNING,
  /** Something was lost. */
  ERROR;

  /** As the table {@code stats} holds it. */
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The severity of a text that {@link #text} gave. */
  static Severity of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
