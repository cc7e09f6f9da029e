package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import org.antlr.v4.runtime.Token;

/**
 * Knows whether a {@code >} outside of brackets sends rows to a file or compares.
 *
 * <p>It compares in {@code expect}, and in a condition that has no comparison yet: {@code where new
 * > 5}. There what follows must look like a file to be one: {@code where new & 4 > out.csv}.
 * Everywhere else it is a redirection.
 */
final class Redirections {
  private enum State {
    /** No condition: a {@code >} cannot compare. */
    NONE,
    /**
     * After {@code where}, {@code and}, {@code or} or {@code not}: an operand, then a comparison.
     */
    OPERAND,
    /** After a comparison: another one cannot follow. */
    COMPARED,
    /** Between {@code between} and its {@code and}. */
    BETWEEN,
    /** In {@code expect}, which has no rows to send. */
    EXPECT
  }

  private State state = State.NONE;
  private boolean afterOperand;

  /** Whether a condition stands in the brackets that are open. */
  private boolean conditionInside;

  /** Takes notice of a token within brackets. */
  void acceptInside(Token token) {
    conditionInside |=
        switch (token.getType()) {
          case AND, OR, NOT, EQ, EQEQ, NE, LT, LE, GT, GE, LIKE, IS, BETWEEN -> true;
          default -> false;
        };
  }

  /** Takes notice of a token outside of brackets. */
  void accept(Token token, boolean first) {
    int type = token.getType();
    if (conditionInside && state == State.OPERAND) {
      state = State.COMPARED;
    }
    conditionInside = false;
    if (first && type == EXPECT) {
      state = State.EXPECT;
    } else if (state != State.EXPECT) {
      state = next(type, TokenStage.isWord(token));
    }
    afterOperand =
        switch (type) {
          case WHERE, AND, OR, NOT, LIKE, IN, BETWEEN, IS, DOT, ARROW, SCOPE -> false;
          case RPAREN, RBRACKET, STRING, QUOTED, ROW -> true;
          default -> TokenStage.isWord(token);
        };
  }

  private State next(int type, boolean word) {
    return switch (type) {
      case WHERE -> State.OPERAND;
      case AND -> state == State.NONE || state == State.BETWEEN ? compared() : State.OPERAND;
      case OR, NOT -> state == State.NONE ? State.NONE : State.OPERAND;
      case BETWEEN -> state == State.OPERAND && afterOperand ? State.BETWEEN : State.NONE;
      case EQ, EQEQ, NE, LT, LE, GT, GE, LIKE, IN, IS ->
          state == State.OPERAND && afterOperand ? State.COMPARED : state;
      default -> word && afterOperand ? State.NONE : state;
    };
  }

  private State compared() {
    return state == State.BETWEEN ? State.COMPARED : state;
  }

  /** Whether a {@code >}, {@code >>} or {@code >!} that was just read is followed by a file. */
  boolean isOutput(int type, CommandLexer lexer) {
    if (type == GT_BANG) {
      return true;
    }
    return switch (state) {
      case EXPECT -> false;
      case OPERAND, BETWEEN -> RawText.looksLikeFile(lexer);
      default -> RawText.looksLikeFile(lexer) || !RawText.looksLikeNumber(lexer);
    };
  }
}
