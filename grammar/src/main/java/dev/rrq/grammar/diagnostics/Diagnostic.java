package dev.rrq.grammar.diagnostics;

import java.util.List;

/**
 * Something wrong with a text: what, where, and what may help.
 *
 * @param code stable identifier in kebab case, such as {@code syntax} or {@code unknown-statement}
 * @param message one sentence, lower case, without a full stop
 * @param hints sentences that say what to do instead; may be empty
 */
public record Diagnostic(
    String code, Severity severity, Location location, String message, List<String> hints) {
  public Diagnostic {
    hints = List.copyOf(hints);
  }

  /** An error. */
  public static Diagnostic error(String code, Location location, String message, String... hints) {
    return new Diagnostic(code, Severity.ERROR, location, message, List.of(hints));
  }

  /** A warning. */
  public static Diagnostic warning(
      String code, Location location, String message, String... hints) {
    return new Diagnostic(code, Severity.WARNING, location, message, List.of(hints));
  }
}
