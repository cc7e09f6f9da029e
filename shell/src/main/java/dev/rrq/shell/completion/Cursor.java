package dev.rrq.shell.completion;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the cursor is in a text.
 *
 * @param before the text before the piece that is being typed
 * @param prefix that piece, up to the cursor: the start of a name or of a string
 * @param inert whether it is in a comment or a number, where nothing is to be completed
 */
public record Cursor(String before, String prefix, boolean inert) {

  /** Looks at a text up to an offset. */
  public static Cursor in(String text, int offset) {
    String typed = text.substring(0, offset);
    List<Word> words = Words.of(typed);
    Word last = words.isEmpty() ? null : words.get(words.size() - 1);
    if (last == null || last.end() < offset) {
      return new Cursor(typed, "", false);
    }
    return switch (last.kind()) {
      case SIGN -> new Cursor(typed, "", false);
      case COMMENT, NUMBER, ROW -> new Cursor(typed, "", true);
      case NAME, STRING -> new Cursor(text.substring(0, last.start()), last.text(), false);
    };
  }

  /** Looks at it as if a path ended at the offset: up to the last blank. */
  public static Cursor inPath(String text, int offset) {
    int start = offset;
    while (start > 0 && isPathPart(text.charAt(start - 1))) {
      start--;
    }
    return new Cursor(text.substring(0, start), text.substring(start, offset), false);
  }

  private static boolean isPathPart(char c) {
    return !Character.isWhitespace(c) && c != '>' && c != '!' && c != ';';
  }

  /** Offset of the piece that is being typed. */
  public int start() {
    return before.length();
  }

  /** The words before the piece, of the last statement alone; comments left out. */
  List<Word> words() {
    List<Word> all =
        Words.of(before).stream().filter(word -> word.kind() != Word.Kind.COMMENT).toList();
    int first = 0;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).text().equals(";")) {
        first = i + 1;
      }
    }
    return all.subList(first, all.size());
  }

  /** What the piece is scoped to, with the colon behind it: {@code binfmt_misc:}; mostly empty. */
  String scope() {
    List<Word> words = words();
    int colon = words.size() - 1;
    if (colon < 1 || !words.get(colon).is(":") || words.get(colon).end() != start()) {
      return "";
    }
    return before.substring(words.get(scopeBefore(words, colon)).start());
  }

  /** The first word of the module or path that ends where a colon begins; the colon's, if none. */
  private static int scopeBefore(List<Word> words, int colon) {
    int first = colon;
    while (first > 0 && words.get(first - 1).end() == words.get(first).start()) {
      Word word = words.get(first - 1);
      boolean part = word.kind() != Word.Kind.SIGN || word.is("/") || word.is(".") || word.is("-");
      if (!part) {
        break;
      }
      first--;
    }
    return first;
  }

  /** The object whose member is being typed: {@code init_task.tasks}; null where none is. */
  @Nullable String object() {
    List<Word> words = words();
    int dot = words.size() - 1;
    if (dot < 1 || !(words.get(dot).is(".") || words.get(dot).is("->"))) {
      return null;
    }
    int first = dot;
    int depth = 0;
    for (int i = dot - 1; i >= 0; i--) {
      Word word = words.get(i);
      if (depth == 0 && word.is(":") && word.end() == words.get(i + 1).start()) {
        first = scopeBefore(words, i);
        break;
      }
      if (word.is("]") || word.is(")")) {
        depth++;
      } else if (word.is("[") || word.is("(")) {
        if (depth == 0) {
          break;
        }
        depth--;
      } else if (depth == 0 && !continues(word, words.get(i + 1))) {
        break;
      }
      first = i;
    }
    return before.substring(words.get(first).start(), words.get(dot).start());
  }

  /** Two names in a row do not belong to one place; a name and a sign between names do. */
  private static boolean continues(Word word, Word next) {
    if (word.is(".") || word.is("->") || word.is("@")) {
      return true;
    }
    boolean name = word.kind() == Word.Kind.NAME || word.kind() == Word.Kind.NUMBER;
    return name && word.end() == next.start() && next.kind() == Word.Kind.SIGN;
  }
}
