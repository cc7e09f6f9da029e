package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** What helps with mistakes that are easily made. */
final class Hints {
  private Hints() {}

  /** A hint for the token at the index, which does not fit. */
  static Optional<String> of(List<Token> tokens, int index) {
    int found = tokens.get(index).getType();
    int before = tokens.get(index - 1).getType();
    if (found == LPAREN && before == IDENT) {
      return Optional.of(
          "functions cannot be called; there are only per_cpu(), task() and sizeof()");
    }
    if (before == DOTDOT) {
      return Optional.of("a range is written START..+LENGTH, such as 0xffffffff82a1b5e0..+16");
    }
    if (before == FILE) {
      return Optional.of("a file whose name has blanks needs quotes");
    }
    return Optional.empty();
  }
}
