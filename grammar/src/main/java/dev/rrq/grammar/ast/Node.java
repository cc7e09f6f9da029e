package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/** Anything in a syntax tree. */
public interface Node {
  /** How deep a tree may be; what is deeper is an error of the text. */
  int MAX_DEPTH = 200;

  /** Where it stands in its text. */
  Location location();
}
