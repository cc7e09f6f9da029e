package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Collects the tokens of one statement after the other and does what depends on more than a token's
 * own characters: paths before a colon, casts to a typedef, redirections, raw text.
 */
final class TokenStage {
  private final CommandLexer lexer;
  private final Deque<Token> ahead = new ArrayDeque<>();
  private final List<Token> tokens = new ArrayList<>();
  private Progress progress = new Progress(tokens);
  private int depth;
  private boolean closed;
  private boolean wantsMore;

  TokenStage(CommandLexer lexer) {
    this.lexer = lexer;
  }

  /** The tokens of the statement so far. */
  List<Token> tokens() {
    return tokens;
  }

  /** How far they can be followed. */
  Progress progress() {
    return progress;
  }

  /** Brackets that are open. */
  int depth() {
    return depth;
  }

  /**
   * Whether nothing can follow on the next line: a shell command has taken the rest of this one, or
   * a path that should stand on it is not there.
   */
  boolean isClosed() {
    return closed;
  }

  /** Whether the last statement was SQL that ended with the text and seems to want more. */
  boolean wantsMore() {
    return wantsMore;
  }

  /** Forgets the tokens so far: what follows is another statement. */
  void startStatement() {
    tokens.clear();
    progress = new Progress(tokens);
    depth = 0;
    closed = false;
  }

  /** The next token of the text; it belongs to no statement yet. */
  Token next() {
    Token token = ahead.poll();
    if (token == null) {
      token = lexer.next();
    }
    if (token.getType() == ROW && tokens.isEmpty() && ahead.isEmpty()) {
      lexer.skipLine();
      return next();
    }
    return token;
  }

  /** The first token of the next line that has any; it stays to be read. */
  Token peekLine() {
    Token last = ahead.peekLast();
    while (last == null || last.getType() == NEWLINE) {
      last = lexer.next();
      ahead.add(last);
    }
    return last;
  }

  /** Adds a token to the statement, and what must follow it. */
  void accept(Token token) {
    switch (token.getType()) {
      case LPAREN, LBRACKET -> depth++;
      case RPAREN, RBRACKET -> depth = Math.max(0, depth - 1);
      case COLON -> token = Scopes.merge(tokens, token);
      case GT, SHR, GT_BANG -> {
        if (depth == 0 && Redirections.isOutput(token.getType(), tokens, progress, lexer)) {
          retype(token, REDIRECT);
        }
      }
      case PIPE -> {
        if (depth == 0) {
          retype(token, PIPE_TO);
        }
      }
      default -> {}
    }
    Casts.mark(tokens, token);
    tokens.add(token);
    wantsMore = false;
    acceptRaw(token.getType());
  }

  private void acceptRaw(int type) {
    switch (type) {
      case REDIRECT -> acceptFile();
      case PIPE_TO -> acceptShellCommand();
      case INCLUDE -> {
        if (tokens.size() == 1) {
          acceptFile();
        }
      }
      case SQL -> {
        if (starts(SQL) || starts(EXPLAIN, SQL)) {
          acceptSql();
        }
      }
      case ADD -> {
        if (starts(SYMBOLS, ADD)) {
          acceptFile();
          acceptBaseOption();
        }
      }
      case ATTACH -> {
        if (starts(LIVE, ATTACH)) {
          acceptFile();
        }
      }
      default -> {}
    }
  }

  private boolean starts(int... types) {
    if (tokens.size() != types.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (tokens.get(i).getType() != types[i]) {
        return false;
      }
    }
    return true;
  }

  private void acceptFile() {
    lexer.skipBlanks();
    int length = RawText.fileLength(lexer);
    if (length > 0) {
      tokens.add(lexer.take(FILE, length));
    } else {
      closed = true;
    }
  }

  private void acceptShellCommand() {
    lexer.skipBlanks();
    int length = RawText.shellLength(lexer);
    if (length > 0) {
      tokens.add(lexer.take(RAW, length));
    }
    lexer.skipLine();
    closed = true;
  }

  private void acceptSql() {
    lexer.skipBlanks();
    SqlText sql = SqlText.measure(lexer);
    wantsMore = sql.wantsMore();
    if (sql.length() > 0) {
      tokens.add(lexer.take(RAW, sql.length()));
    }
  }

  /** Elsewhere {@code --} begins a comment. */
  private void acceptBaseOption() {
    lexer.skipBlanks();
    String option = "--base";
    for (int i = 0; i < option.length(); i++) {
      if (lexer.look(i) != option.charAt(i)) {
        return;
      }
    }
    tokens.add(lexer.take(BASE_OPTION, option.length()));
  }

  private static void retype(Token token, int type) {
    ((CommonToken) token).setType(type);
  }

  /** Whether a token is a name, a keyword or a number: what may stand in a path. */
  static boolean isWord(Token token) {
    int type = token.getType();
    if (type == Token.EOF || type == NEWLINE) {
      return false;
    }
    int first = token.getText().codePointAt(0);
    return first == '_' || (first < 128 && Character.isLetterOrDigit(first));
  }
}
