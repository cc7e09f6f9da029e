package dev.rrq.shell.completion;

import java.util.ArrayList;
import java.util.List;

/** Splits the text of a statement, finished or not, without ever failing. */
public final class Words {
  private static final List<String> SIGNS =
      List.of(">>", ">!", "->", "==", "!=", "<>", "<=", ">=", "<<", "&&", "||", "..");

  private final String text;
  private final List<Word> words = new ArrayList<>();
  private int at;

  private Words(String text) {
    this.text = text;
  }

  /** All words, comments among them; blanks left out. */
  public static List<Word> of(String text) {
    Words scanner = new Words(text);
    while (scanner.at < text.length()) {
      scanner.next();
    }
    return scanner.words;
  }

  private void next() {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (isNameStart(c)) {
      add(Word.Kind.NAME, skip(at, Words::isNamePart));
    } else if (c >= '0' && c <= '9') {
      add(Word.Kind.NUMBER, numberEnd());
    } else if (c == '\'' || c == '"' || c == '`') {
      add(Word.Kind.STRING, stringEnd(c));
    } else if (c == '#' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
      add(Word.Kind.ROW, skip(at + 1, Character::isDigit));
    } else if (c == '#' || text.startsWith("--", at)) {
      add(Word.Kind.COMMENT, skip(at, each -> each != '\n'));
    } else {
      add(Word.Kind.SIGN, at + signLength());
    }
  }

  private void add(Word.Kind kind, int end) {
    words.add(new Word(kind, text.substring(at, end), at, end));
    at = end;
  }

  private int signLength() {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        return sign.length();
      }
    }
    return Character.charCount(text.codePointAt(at));
  }

  /** A number's end; a dot belongs to it only before a digit, as in {@code 2.668s}. */
  private int numberEnd() {
    int end = skip(at, Words::isNamePart);
    boolean fraction =
        end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1));
    return fraction ? skip(end + 1, Words::isNamePart) : end;
  }

  private int stringEnd(char quote) {
    for (int i = at + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i + 1;
      }
    }
    return text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
  }

  private interface Test {
    boolean accepts(char c);
  }

  private int skip(int from, Test test) {
    int end = from;
    while (end < text.length() && test.accepts(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return c == '_' || c == '$' || Character.isLetter(c);
  }

  /** Whether a character can stand within a name. */
  public static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c);
  }
}
