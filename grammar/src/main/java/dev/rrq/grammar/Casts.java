package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Tells {@code (foo_t) x} from {@code (foo) * x}, where C would look {@code foo} up: a name in
 * brackets is a type where an operand follows that no operator separates from it, or where a star
 * stands before the closing bracket.
 */
final class Casts {
  private Casts() {}

  /** Called with the tokens so far and the one that comes next. */
  static void mark(List<Token> tokens, Token next) {
    if (next.getType() == RPAREN) {
      markPointer(tokens, next);
    } else if (startsOperand(next)) {
      markPlain(tokens, next);
    }
  }

  private static void markPointer(List<Token> tokens, Token next) {
    int name = tokens.size() - 1;
    while (name > 0 && tokens.get(name).getType() == STAR) {
      name--;
    }
    boolean stars = name < tokens.size() - 1;
    if (stars
        && name > 0
        && isName(tokens, name, next)
        && tokens.get(name - 1).getType() == LPAREN) {
      markType(tokens.get(name));
    }
  }

  private static void markPlain(List<Token> tokens, Token next) {
    int close = tokens.size() - 1;
    if (close >= 2
        && tokens.get(close).getType() == RPAREN
        && isName(tokens, close - 1, next)
        && tokens.get(close - 2).getType() == LPAREN
        && (close == 2 || !endsOperand(tokens.get(close - 3)))) {
      markType(tokens.get(close - 1));
    }
  }

  /** On one line, as the tokens of lines before are settled. */
  private static boolean isName(List<Token> tokens, int index, Token next) {
    Token token = tokens.get(index);
    return token.getType() == IDENT && token.getLine() == next.getLine();
  }

  private static boolean startsOperand(Token token) {
    return switch (token.getType()) {
      case IDENT, NUMBER, STRING, LPAREN, TILDE, BANG -> true;
      default -> false;
    };
  }

  private static boolean endsOperand(Token token) {
    return switch (token.getType()) {
      case IDENT, NUMBER, STRING, RPAREN, RBRACKET, TASK, LIST, SIZEOF, PER_CPU -> true;
      default -> false;
    };
  }

  private static void markType(Token token) {
    ((CommonToken) token).setType(TYPE_NAME);
  }
}
