package dev.rrq.shell.console;

import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * A line as completion needs it: one word, the piece of a name that ends at the cursor. Nothing is
 * quoted or escaped, for a statement is no command line.
 *
 * @param wordStart offset of the piece
 */
record StatementLine(String line, int cursor, int wordStart, int wordEnd)
    implements CompletingParsedLine {

  @Override
  public String word() {
    return line.substring(wordStart, wordEnd);
  }

  @Override
  public int wordCursor() {
    return cursor - wordStart;
  }

  @Override
  public int wordIndex() {
    return 0;
  }

  @Override
  public List<String> words() {
    return List.of(word());
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    return candidate;
  }

  @Override
  public int rawWordCursor() {
    return wordCursor();
  }

  @Override
  public int rawWordLength() {
    return wordEnd - wordStart;
  }
}
