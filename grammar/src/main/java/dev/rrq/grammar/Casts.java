package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Tells {@code (foo_t) x} from {@code (foo) * x}, where C would look {@code foo} up: a name in
 * brackets is a type where an operand follows that no operator separates from it, or where a star
 * stands before the closing bracket. {@code (int)} is one before a sign too.
 */
final class Casts {
  private Casts() {}

  /** Called with the tokens so far and the one that comes next. */
  static void mark(List<Token> tokens, Token next) {
    if (next.getType() == RPAREN) {
      markPointer(tokens, next);
    } else if (startsOperand(next)) {
      markPlain(tokens, next, IDENT);
    } else if (isSign(next)) {
      markPlain(tokens, next, BASE_TYPE);
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

  private static void markPlain(List<Token> tokens, Token next, int word) {
    int close = tokens.size() - 1;
    if (close >= 2
        && tokens.get(close).getType() == RPAREN
        && isWord(tokens, close - 1, next, word)
        && tokens.get(close - 2).getType() == LPAREN
        && (close == 2 || !endsOperand(tokens.get(close - 3)))) {
      markType(tokens.get(close - 1));
    }
  }

  /** On one line, as the tokens of lines before are settled. */
  private static boolean isName(List<Token> tokens, int index, Token next) {
    return isWord(tokens, index, next, IDENT);
  }

  private static boolean isWord(List<Token> tokens, int index, Token next, int word) {
    Token token = tokens.get(index);
    return token.getType() == word && token.getLine() == next.getLine();
  }

  /** What joins two operands behind a name, but begins one behind {@code (int)}. */
  private static boolean isSign(Token token) {
    return switch (token.getType()) {
      case PLUS, MINUS, STAR, AMP -> true;
      default -> false;
    };
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
