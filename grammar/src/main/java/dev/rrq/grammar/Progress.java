package dev.rrq.grammar;

import java.util.List;
import org.antlr.v4.runtime.Token;

/** How far the tokens of a statement have been followed. */
final class Progress {
  private final Recognizer recognizer = new Recognizer();
  private int followed;
  private boolean stuck;

  /** Follows those that are new; false where no statement goes on like this. */
  boolean follow(List<Token> tokens) {
    while (!stuck && followed < tokens.size()) {
      if (recognizer.accept(tokens.get(followed).getType())) {
        followed++;
      } else {
        stuck = true;
      }
    }
    return !stuck;
  }

  /** Number of tokens that could be followed. */
  int followed() {
    return followed;
  }

  /** Whether the statement may end after those. */
  boolean isComplete() {
    return recognizer.isComplete();
  }

  /** What knows what could come after those. */
  Recognizer recognizer() {
    return recognizer;
  }
}
