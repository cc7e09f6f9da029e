package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * How far the {@link Recognizer} can follow the tokens of a statement. It goes on where it was when
 * there are more of them, so the work stays linear however often it is asked.
 */
final class Progress {
  private final Recognizer recognizer = new Recognizer();
  private final List<Token> tokens;
  private int followed;
  private boolean stuck;

  /** Follows tokens to which others may be added. */
  Progress(List<Token> tokens) {
    this.tokens = tokens;
  }

  private void follow() {
    while (!stuck && followed < tokens.size()) {
      if (recognizer.accept(tokens.get(followed).getType())) {
        followed++;
      } else {
        stuck = true;
      }
    }
  }

  /** Whether there is a statement that begins with the tokens. */
  boolean isViable() {
    follow();
    return !stuck;
  }

  /** Whether the tokens are a statement. */
  boolean isComplete() {
    return isViable() && recognizer.isComplete();
  }

  /** Whether a token of this type may be the next; after wrong tokens, only a redirection. */
  boolean allows(int type) {
    return isViable() ? recognizer.allows(type) : type == RrqParser.REDIRECT;
  }

  /** Number of tokens that begin a statement, from the first. */
  int followed() {
    follow();
    return followed;
  }

  /** Knows what could come after those. */
  Recognizer recognizer() {
    follow();
    return recognizer;
  }
}
