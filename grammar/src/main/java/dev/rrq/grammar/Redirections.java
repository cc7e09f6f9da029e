package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Knows whether a {@code >} outside of brackets sends rows to a file or compares. The grammar says
 * what it can be at this point; where it can be both, as in {@code where new & 4 > out.csv}, it
 * sends if what follows looks like a file.
 */
final class Redirections {
  private Redirections() {}

  /** Whether a {@code >}, {@code >>} or {@code >!} that was just read sends rows to a file. */
  static boolean isOutput(int type, List<Token> tokens, Progress progress, CommandLexer lexer) {
    if (type == GT_BANG) {
      return true;
    }
    if (!progress.allows(REDIRECT)) {
      return false;
    }
    return RawText.looksLikeFile(lexer)
        || (!compares(tokens, progress) && !RawText.looksLikeNumber(lexer));
  }

  /** A condition in brackets cannot be compared, though the grammar takes it for a value. */
  private static boolean compares(List<Token> tokens, Progress progress) {
    return progress.allows(GT) && !endsInCondition(tokens);
  }

  private static boolean endsInCondition(List<Token> tokens) {
    int depth = 0;
    for (int i = tokens.size() - 1; i >= 0; i--) {
      int type = tokens.get(i).getType();
      if (type == RPAREN) {
        depth++;
      } else if (type == LPAREN) {
        depth--;
      } else if (depth > 0 && isOfCondition(tokens, i)) {
        return true;
      }
      if (depth == 0) {
        return false;
      }
    }
    return false;
  }

  private static boolean isOfCondition(List<Token> tokens, int index) {
    return switch (tokens.get(index).getType()) {
      case EQ, EQEQ, NE, LT, LE, GT, GE -> true;
      case AND, OR, NOT, LIKE, BETWEEN, IS -> {
        int before = tokens.get(index - 1).getType();
        yield before != DOT && before != ARROW;
      }
      default -> false;
    };
  }
}
