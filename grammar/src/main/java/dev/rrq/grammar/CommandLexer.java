package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqLexer;
import java.util.function.IntPredicate;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.IntStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.misc.Pair;

/**
 * The generated lexer, and beside it what no lexer can know: the pieces of a text that are taken as
 * they are, at the request of the {@link TokenStage}.
 */
final class CommandLexer {
  private final CharStream input;
  private final RrqLexer lexer;

  CommandLexer(String text) {
    input = CharStreams.fromString(text);
    lexer = new RrqLexer(input);
    lexer.removeErrorListeners();
  }

  /** The next token of the language; comments and blanks are left out, ends of lines are not. */
  Token next() {
    return lexer.nextToken();
  }

  /** Index of the next character, in code points from 0. */
  int index() {
    return input.index();
  }

  /** The character at a distance from the next one (0 is the next), or {@link IntStream#EOF}. */
  int look(int distance) {
    return input.LA(distance + 1);
  }

  /** Skips blanks within the line. */
  void skipBlanks() {
    skipWhile(c -> c == ' ' || c == '\t');
  }

  /** Skips what is left of the line, but not its end. */
  void skipLine() {
    skipWhile(c -> !isLineEnd(c));
  }

  private void skipWhile(IntPredicate skipped) {
    while (input.LA(1) != IntStream.EOF && skipped.test(input.LA(1))) {
      skip(1);
    }
  }

  /** Skips this many characters. */
  void skip(int count) {
    for (int i = 0; i < count; i++) {
      lexer.getInterpreter().consume(input);
    }
  }

  /** The next characters as a token of this type; there must be so many. */
  Token take(int type, int count) {
    Pair<org.antlr.v4.runtime.TokenSource, CharStream> source = new Pair<>(lexer, input);
    int start = input.index();
    CommonToken token =
        new CommonToken(source, type, Token.DEFAULT_CHANNEL, start, start + count - 1);
    token.setLine(lexer.getInterpreter().getLine());
    token.setCharPositionInLine(lexer.getInterpreter().getCharPositionInLine());
    skip(count);
    return token;
  }

  /** Text between two indexes, the second one excluded. */
  String text(int from, int to) {
    return from >= to ? "" : input.getText(Interval.of(from, to - 1));
  }

  static boolean isLineEnd(int character) {
    return character == '\n' || character == '\r' || character == IntStream.EOF;
  }

  static boolean isBlank(int character) {
    return character == ' ' || character == '\t';
  }
}
