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
      return Optional.of(
          Continuations.contains(found)
              ? "the file comes last"
              : "a file whose name has blanks needs quotes");
    }
    return ofWord(found);
  }

  private static Optional<String> ofWord(int found) {
    return switch (found) {
      case AT ->
          Optional.of("at belongs to print; a query has between, before, after, until and since");
      case EQ, EQEQ, NE, LT, LE, GE ->
          Optional.of("comparisons stand after where and do not chain: join them with and");
      case GT, SHR ->
          Optional.of(
              "comparisons stand after where; a file whose name begins with a digit needs quotes");
      default -> Optional.empty();
    };
  }

  /** A hint for a statement that begins with no word of the language. */
  static Optional<String> ofFirstWord(List<Token> tokens) {
    String first = tokens.get(0).getText();
    if (first.equalsIgnoreCase("select")) {
      return Optional.of("SQL begins with sql: sql SELECT ...");
    }
    boolean place =
        tokens.size() == 1
            || switch (tokens.get(1).getType()) {
              case DOT, ARROW, LBRACKET, AT_SIGN, EQ, EQEQ -> true;
              default -> false;
            };
    return place && tokens.get(0).getType() == IDENT
        ? Optional.of(
            "'print %s' shows a value, 'writes to %s' who changed it"
                .formatted(Words.text(tokens.get(0)), Words.text(tokens.get(0))))
        : Optional.empty();
  }
}
