package dev.rrq.shell.completion;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the cursor is in a statement.
 *
 * @param words of the statement before the piece that is being typed, comments left out
 * @param text the whole text
 * @param wordStart offset of the piece that is being typed
 * @param prefix that piece, up to the cursor
 * @param inert whether it is in a comment or a number, where nothing is to be completed
 */
public record Cursor(List<Word> words, String text, int wordStart, String prefix, boolean inert) {

  /** Looks at a text up to an offset. */
  public static Cursor in(String text, int cursor) {
    List<Word> words = new ArrayList<>(statement(Words.of(text.substring(0, cursor))));
    Word last = words.isEmpty() ? null : words.get(words.size() - 1);
    if (isFilePosition(words, cursor)) {
      int start = pathStart(text, cursor);
      words.removeIf(word -> word.start() >= start);
      return new Cursor(words, text, start, text.substring(start, cursor), false);
    }
    if (last == null || last.end() < cursor) {
      return new Cursor(words, text, cursor, "", false);
    }
    return switch (last.kind()) {
      case SIGN -> new Cursor(words, text, cursor, "", false);
      case COMMENT, NUMBER, ROW -> new Cursor(words, text, cursor, "", true);
      case NAME, STRING -> {
        words.remove(words.size() - 1);
        yield new Cursor(words, text, last.start(), last.text(), false);
      }
    };
  }

  /** What may be typed here. */
  public Expected expected() {
    return Expectations.after(words, text);
  }

  /** The words of the last statement of several. */
  private static List<Word> statement(List<Word> words) {
    int first = 0;
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).is(";")) {
        first = i + 1;
      }
    }
    return words.subList(first, words.size());
  }

  /** Whether a path is being typed: behind a redirection, include, open or symbols add. */
  private static boolean isFilePosition(List<Word> words, int cursor) {
    for (int i = words.size() - 1; i >= 0; i--) {
      List<Word> before = words.subList(0, i + 1);
      Word word = words.get(i);
      boolean keyword = word.kind() == Word.Kind.NAME;
      if (word.end() == cursor && keyword) {
        continue;
      }
      if (Expectations.expectsFile(before)) {
        return true;
      }
      boolean partOfPath = word.kind() != Word.Kind.COMMENT && adjoins(words, i, cursor);
      if (!partOfPath) {
        return false;
      }
    }
    return false;
  }

  /** Whether a word stands close to the next one, or to the cursor. */
  private static boolean adjoins(List<Word> words, int index, int cursor) {
    int next = index + 1 < words.size() ? words.get(index + 1).start() : cursor;
    return words.get(index).end() == next;
  }

  private static int pathStart(String text, int cursor) {
    int start = cursor;
    while (start > 0
        && !Character.isWhitespace(text.charAt(start - 1))
        && text.charAt(start - 1) != '>'
        && text.charAt(start - 1) != '!') {
      start--;
    }
    return start;
  }
}
