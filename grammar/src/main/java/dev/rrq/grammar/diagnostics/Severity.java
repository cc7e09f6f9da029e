package dev.rrq.grammar.diagnostics;

/** How much a diagnostic matters. */
public enum Severity {
  /** The statement cannot be carried out. */
  ERROR,
  /** It can, but the answer may not be what was meant. */
  WARNING
}
