package dev.rrq.grammar;

import java.util.Locale;
import java.util.Set;

/** Measures text that is taken as it stands: paths and shell commands. */
final class RawText {
  /** What a file may end in to be told from a member of a structure. */
  private static final Set<String> SUFFIXES =
      Set.of(
          "csv", "tsv", "json", "jsonl", "parquet", "arrow", "md", "sqlite", "db", "duckdb", "txt",
          "log", "out");

  private RawText() {}

  /** Length of the path that begins here: up to a blank, or in quotes; 0 if there is none. */
  static int fileLength(CommandLexer lexer) {
    int quote = lexer.look(0);
    if (quote == '\'' || quote == '"') {
      int length = 1;
      while (!CommandLexer.isLineEnd(lexer.look(length)) && lexer.look(length) != quote) {
        length +=
            lexer.look(length) == '\\' && !CommandLexer.isLineEnd(lexer.look(length + 1)) ? 2 : 1;
      }
      return CommandLexer.isLineEnd(lexer.look(length)) ? length : length + 1;
    }
    int length = 0;
    while (!endsFile(lexer.look(length))) {
      length++;
    }
    return length;
  }

  private static boolean endsFile(int character) {
    return character == ';' || CommandLexer.isBlank(character) || CommandLexer.isLineEnd(character);
  }

  /** Length of what is left of the line, without blanks and a semicolon at its end. */
  static int shellLength(CommandLexer lexer) {
    int length = 0;
    int used = 0;
    while (!CommandLexer.isLineEnd(lexer.look(length))) {
      int character = lexer.look(length++);
      if (!CommandLexer.isBlank(character) && character != ';') {
        used = length;
      }
    }
    return used;
  }

  /** Length of what is left of the line or of its part up to a semicolon that is not quoted. */
  static int argumentsLength(CommandLexer lexer) {
    int length = 0;
    int quote = 0;
    while (!CommandLexer.isLineEnd(lexer.look(length))) {
      int character = lexer.look(length);
      if (character == ';' && quote == 0) {
        return length;
      } else if (character == quote) {
        quote = 0;
      } else if (quote == 0 && (character == '\'' || character == '"')) {
        quote = character;
      }
      length++;
    }
    return length;
  }

  /** Whether the last word of the statement comes next, and is a path or has a known suffix. */
  static boolean looksLikeFile(CommandLexer lexer) {
    return looksLikeFile(lexer, 0);
  }

  /** The same of what begins at a distance. */
  static boolean looksLikeFile(CommandLexer lexer, int distance) {
    int start = distance;
    while (CommandLexer.isBlank(lexer.look(start))) {
      start++;
    }
    int end = start;
    while (!endsFile(lexer.look(end)) && lexer.look(end) != '>') {
      end++;
    }
    return end > start && endsStatement(lexer, end) && isPath(lexer, start, end);
  }

  private static boolean endsStatement(CommandLexer lexer, int from) {
    int index = from;
    while (CommandLexer.isBlank(lexer.look(index))) {
      index++;
    }
    int next = lexer.look(index);
    return next == ';'
        || next == '#'
        || CommandLexer.isLineEnd(next)
        || (next == '-' && lexer.look(index + 1) == '-');
  }

  private static boolean isPath(CommandLexer lexer, int from, int to) {
    String word = lexer.text(lexer.index() + from, lexer.index() + to);
    if (word.startsWith("/") || word.startsWith("./") || word.startsWith("../")) {
      return true;
    }
    if (word.startsWith("~/")) {
      return true;
    }
    String bare = word.toLowerCase(Locale.ROOT);
    int dot = bare.lastIndexOf('.');
    return dot > 0
        && !bare.startsWith("'")
        && !bare.startsWith("\"")
        && SUFFIXES.contains(bare.substring(dot + 1));
  }

  /** Whether a number or a bracket comes next, as after a shift. */
  static boolean looksLikeNumber(CommandLexer lexer) {
    int distance = 0;
    while (CommandLexer.isBlank(lexer.look(distance))) {
      distance++;
    }
    int next = lexer.look(distance);
    return next == '(' || (next >= '0' && next <= '9');
  }
}
