package dev.rrq.grammar;

import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.IntStream;

/**
 * Finds where SQL ends: at a semicolon, at a redirection, or at the end of a line unless a bracket
 * or a comment is open, the line ends in a word or sign that wants more, or the next line begins
 * with one that carries on.
 */
final class SqlText {
  private static final Set<String> WANTS_MORE =
      Set.of(
          "select",
          "distinct",
          "all",
          "from",
          "where",
          "and",
          "or",
          "not",
          "in",
          "is",
          "like",
          "between",
          "by",
          "on",
          "as",
          "join",
          "left",
          "right",
          "inner",
          "outer",
          "full",
          "cross",
          "union",
          "intersect",
          "except",
          "with",
          "case",
          "when",
          "then",
          "else",
          "having",
          "group",
          "order",
          "limit",
          "offset",
          "using",
          "values",
          "over",
          "explain");
  private static final Set<String> CARRIES_ON =
      Set.of(
          "select",
          "from",
          "where",
          "and",
          "or",
          "not",
          "in",
          "is",
          "like",
          "between",
          "on",
          "as",
          "join",
          "left",
          "right",
          "inner",
          "outer",
          "full",
          "cross",
          "natural",
          "union",
          "intersect",
          "except",
          "when",
          "then",
          "else",
          "end",
          "having",
          "group",
          "order",
          "limit",
          "offset",
          "using",
          "window",
          "qualify",
          "asc",
          "desc");
  private static final String SIGNS = ",(=<>+-*/%|.";

  private final CommandLexer lexer;

  /** Distance of the next character from where the SQL begins. */
  private int at;

  /** After the last character that is neither blank nor comment. */
  private int used;

  private int depth;
  private boolean open;

  private SqlText(CommandLexer lexer) {
    this.lexer = lexer;
  }

  /** Measures the SQL that begins here. */
  static SqlText measure(CommandLexer lexer) {
    SqlText sql = new SqlText(lexer);
    sql.scan();
    return sql;
  }

  /** Without blanks and comments at its end. */
  int length() {
    return used;
  }

  /** Whether the text ended where SQL hardly can. */
  boolean wantsMore() {
    return used > 0 && lexer.look(at) == IntStream.EOF && (open || depth > 0 || endsOpen());
  }

  private void scan() {
    while (true) {
      int next = lexer.look(at);
      if (next == IntStream.EOF || next == ';') {
        return;
      } else if (next == '\n' || next == '\r') {
        if (endsAtLine()) {
          return;
        }
        skipSpace();
      } else if (CommandLexer.isBlank(next)) {
        at++;
      } else if (next == '-' && lexer.look(at + 1) == '-') {
        skipLine();
      } else if (next == '/' && lexer.look(at + 1) == '*') {
        skipComment();
      } else if (next == '\'' || next == '"') {
        skipQuoted(next);
      } else if (depth == 0 && isOutput(next)) {
        return;
      } else {
        skipSign(next);
      }
    }
  }

  private void skipSpace() {
    while (Character.isWhitespace(lexer.look(at))) {
      at++;
    }
  }

  private void skipLine() {
    while (!CommandLexer.isLineEnd(lexer.look(at))) {
      at++;
    }
  }

  private void skipComment() {
    at += 2;
    while (lexer.look(at) != IntStream.EOF
        && !(lexer.look(at) == '*' && lexer.look(at + 1) == '/')) {
      at++;
    }
    open |= lexer.look(at) == IntStream.EOF;
    at += open ? 0 : 2;
  }

  private void skipQuoted(int quote) {
    at++;
    while (lexer.look(at) != IntStream.EOF && lexer.look(at) != quote) {
      at++;
    }
    open |= lexer.look(at) == IntStream.EOF;
    at += open ? 0 : 1;
    used = at;
  }

  private boolean isOutput(int next) {
    if (next == '|') {
      return lexer.look(at + 1) != '|';
    }
    if (next != '>') {
      return false;
    }
    int follower = lexer.look(at + 1);
    int length = follower == '>' || follower == '!' ? 2 : 1;
    return RawText.looksLikeFile(lexer, at + length);
  }

  private void skipSign(int next) {
    int pair = lexer.look(at + 1);
    boolean twice =
        (next == '|' && pair == '|')
            || (next == '>' && (pair == '>' || pair == '='))
            || ((next == '-' || next == '=' || next == '<') && pair == '>');
    if (next == '(' || next == '[') {
      depth++;
    } else if (next == ')' || next == ']') {
      depth--;
    }
    at += twice ? 2 : 1;
    used = at;
  }

  private boolean endsAtLine() {
    if (depth > 0 || used == 0) {
      return false;
    }
    if (endsOpen()) {
      return false;
    }
    skipSpace();
    int first = lexer.look(at);
    boolean sign = first != IntStream.EOF && ",)=<+*/".indexOf(first) >= 0;
    return !sign && !CARRIES_ON.contains(word(at));
  }

  /** Whether the last word or sign wants another. */
  private boolean endsOpen() {
    return SIGNS.indexOf(lexer.look(used - 1)) >= 0 || WANTS_MORE.contains(lastWord());
  }

  private String lastWord() {
    int start = used;
    while (start > 0 && isLetter(lexer.look(start - 1)) && used - start < 16) {
      start--;
    }
    return word(start);
  }

  private String word(int start) {
    int end = start;
    while (isLetter(lexer.look(end)) && end - start < 16) {
      end++;
    }
    return lexer.text(lexer.index() + start, lexer.index() + end).toLowerCase(Locale.ROOT);
  }

  private static boolean isLetter(int character) {
    return character == '_'
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9');
  }
}
