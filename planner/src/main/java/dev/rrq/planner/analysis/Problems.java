package dev.rrq.planner.analysis;

import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.grammar.diagnostics.Severity;
import dev.rrq.grammar.diagnostics.Suggestions;
import java.util.Collection;
import java.util.List;

/** Makes the errors of analysis. */
public final class Problems {

  private Problems() {}

  /** An error at a place of the statement. */
  public static DiagnosticException error(
      String code, Location location, String message, String... hints) {
    return new DiagnosticException(Diagnostic.error(code, location, message, hints));
  }

  /** An error about a name that nothing has, with the names that were probably meant. */
  public static DiagnosticException unknown(
      String code, Location location, String message, String wanted, Collection<String> names) {
    List<String> hints = Suggestions.hint(wanted, names).map(List::of).orElse(List.of());
    return new DiagnosticException(new Diagnostic(code, Severity.ERROR, location, message, hints));
  }
}
