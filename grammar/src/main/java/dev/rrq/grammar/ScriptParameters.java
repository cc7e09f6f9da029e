package dev.rrq.grammar;

import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.util.List;

/**
 * Puts a script's arguments in the places of {@code $1}, {@code $2} and so on: in strings too, but
 * not in comments, and not after a pipe, where {@code awk '{ print $1 }'} means its own.
 */
public final class ScriptParameters {
  private final String text;
  private final List<String> arguments;
  private final StringBuilder filled = new StringBuilder();
  private int at;
  private int line = 1;
  private int lineStart;
  private int depth;
  private char quote;

  private ScriptParameters(String text, List<String> arguments) {
    this.text = text;
    this.arguments = arguments;
  }

  /**
   * The text with the arguments in it.
   *
   * @throws DiagnosticException where it asks for more than there are
   */
  public static String fill(String text, List<String> arguments) {
    return text.indexOf('$') < 0 ? text : new ScriptParameters(text, arguments).fill();
  }

  private String fill() {
    while (at < text.length()) {
      char next = text.charAt(at);
      if (next == '\n') {
        copy(1);
        line++;
        lineStart = at;
        quote = 0;
      } else if (next == '$' && isDigit(at + 1)) {
        fillParameter();
      } else if (quote != 0) {
        copyQuoted(next);
      } else if (isComment(next) || isPipe(next)) {
        copyLine();
      } else {
        copyPlain(next);
      }
    }
    return filled.toString();
  }

  private void copyQuoted(char next) {
    if (next == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n') {
      copy(2);
    } else {
      quote = next == quote ? 0 : quote;
      copy(1);
    }
  }

  private void copyPlain(char next) {
    switch (next) {
      case '\'', '"', '`' -> quote = next;
      case '(', '[' -> depth++;
      case ')', ']' -> depth = Math.max(0, depth - 1);
      case ';' -> depth = 0;
      default -> {}
    }
    copy(next == '|' && look(1) == '|' ? 2 : 1);
  }

  private boolean isComment(char next) {
    return (next == '-' && look(1) == '-' && !text.startsWith("--base", at))
        || (next == '#' && (!isDigit(at + 1) || text.substring(lineStart, at).isBlank()));
  }

  private boolean isPipe(char next) {
    return next == '|' && look(1) != '|' && depth == 0;
  }

  private void fillParameter() {
    int end = at + 1;
    while (isDigit(end)) {
      end++;
    }
    String digits = text.substring(at + 1, end);
    int number = digits.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(digits);
    if (number < 1 || number > arguments.size()) {
      throw missing(end);
    }
    filled.append(arguments.get(number - 1));
    at = end;
  }

  private DiagnosticException missing(int end) {
    int column = text.codePointCount(lineStart, at) + 1;
    int given = arguments.size();
    String were = given == 1 ? "1 argument was given" : given + " arguments were given";
    return new DiagnosticException(
        Diagnostic.error(
            "missing-argument",
            Location.of(line, column, column + end - at - 1),
            "the script wants %s, but %s".formatted(text.substring(at, end), were),
            "arguments follow the script's name: rrq TRACE -f SCRIPT ARG..."));
  }

  private void copyLine() {
    int end = text.indexOf('\n', at);
    copy((end < 0 ? text.length() : end) - at);
  }

  private void copy(int count) {
    filled.append(text, at, at + count);
    at += count;
  }

  private char look(int distance) {
    return at + distance < text.length() ? text.charAt(at + distance) : '\n';
  }

  private boolean isDigit(int index) {
    return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
  }
}
