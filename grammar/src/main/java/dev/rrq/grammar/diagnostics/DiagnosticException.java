package dev.rrq.grammar.diagnostics;

/** Thrown where a text cannot be understood; carries the one diagnostic to show. */
public final class DiagnosticException extends RuntimeException {
  private final transient Diagnostic diagnostic;

  /** Carries an error; its message is the diagnostic's. */
  public DiagnosticException(Diagnostic diagnostic) {
    super(diagnostic.message());
    this.diagnostic = diagnostic;
  }

  /** What to show. */
  public Diagnostic diagnostic() {
    return diagnostic;
  }
}
