package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Joins {@code init / main . c :} to one token. A colon stands nowhere else in the language, so
 * what adjoins it on the left without a blank is a path or a module's name.
 */
final class Scopes {
  private Scopes() {}

  /**
   * Takes the path before a colon from the end of the tokens; the colon itself where there is none.
   */
  static Token merge(List<Token> tokens, Token colon) {
    int first = tokens.size();
    int next = colon.getStartIndex();
    while (first > 0 && isPart(tokens.get(first - 1)) && endsAt(tokens.get(first - 1), next)) {
      first--;
      next = tokens.get(first).getStartIndex();
    }
    while (first < tokens.size() && tokens.get(first).getType() == MINUS) {
      first++;
    }
    if (first == tokens.size() || !TokenStage.isWord(tokens.get(tokens.size() - 1))) {
      return colon;
    }
    CommonToken scope = new CommonToken(tokens.get(first));
    scope.setType(SCOPE);
    scope.setStopIndex(colon.getStopIndex());
    tokens.subList(first, tokens.size()).clear();
    return scope;
  }

  private static boolean endsAt(Token token, int index) {
    return token.getStopIndex() + 1 == index;
  }

  private static boolean isPart(Token token) {
    return switch (token.getType()) {
      case SLASH, DOT, DOTDOT, MINUS -> true;
      case STRING, QUOTED, SCOPE, FILE, RAW -> false;
      default -> TokenStage.isWord(token);
    };
  }
}
