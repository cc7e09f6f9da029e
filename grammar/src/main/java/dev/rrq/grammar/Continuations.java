package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

/** The words and signs that carry a statement on when a line begins with one of them. */
final class Continuations {
  private Continuations() {}

  static boolean contains(int type) {
    return switch (type) {
      case AND,
          OR,
          BETWEEN,
          BEFORE,
          AFTER,
          UNTIL,
          SINCE,
          IN,
          UNDER,
          BY,
          WHERE,
          GROUP,
          COUNT,
          HISTOGRAM,
          WITH,
          SHOW,
          ORDER,
          REVERSE,
          LIMIT,
          OFFSET,
          AT,
          TO,
          OF,
          FROM,
          LIKE,
          IS ->
          true;
      case EQ,
          EQEQ,
          NE,
          LT,
          LE,
          GT,
          GE,
          GT_BANG,
          SHL,
          SHR,
          PIPE,
          PLUS,
          STAR,
          SLASH,
          PERCENT,
          AMP,
          CARET,
          MINUS,
          DOT,
          DOTDOT,
          ARROW,
          COMMA,
          LPAREN,
          RPAREN,
          LBRACKET,
          RBRACKET ->
          true;
      default -> false;
    };
  }
}
