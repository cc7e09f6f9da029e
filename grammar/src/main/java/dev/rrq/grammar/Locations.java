package dev.rrq.grammar;

import dev.rrq.grammar.diagnostics.Location;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Where tokens and contexts stand. */
final class Locations {
  private Locations() {}

  static Location of(Token token) {
    int column = token.getCharPositionInLine() + 1;
    int length = Math.max(1, token.getStopIndex() - token.getStartIndex() + 1);
    String text = token.getText();
    int feed = text.indexOf('\n');
    if (feed < 0 || token.getType() == Token.EOF) {
      return Location.of(token.getLine(), column, column + length - 1);
    }
    int last = text.lastIndexOf('\n');
    int lines = (int) text.chars().filter(c -> c == '\n').count();
    int endColumn = Math.max(1, text.codePointCount(last + 1, text.length()));
    return new Location(token.getLine(), column, token.getLine() + lines, endColumn);
  }

  static Location of(ParserRuleContext context) {
    return of(context.getStart(), context.getStop());
  }

  static Location of(Token first, Token last) {
    return of(first).to(of(last));
  }
}
