package dev.rrq.shell.console;

import java.util.function.Predicate;
import java.util.function.ToIntBiFunction;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine when a statement goes on on the next line, and what is being completed. */
final class StatementLineParser implements Parser {
  private final Predicate<String> isIncomplete;
  private final ToIntBiFunction<String, Integer> wordStart;

  /**
   * Joins what knows the language.
   *
   * @param wordStart where the piece begins that is being completed at an offset of a text
   */
  StatementLineParser(Predicate<String> isIncomplete, ToIntBiFunction<String, Integer> wordStart) {
    this.isIncomplete = isIncomplete;
    this.wordStart = wordStart;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean enter = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
    if (enter && !endsInBlankLine(line) && isIncomplete.test(line)) {
      throw new EOFError(-1, cursor, "the statement goes on");
    }
    int start = context == ParseContext.COMPLETE ? wordStart.applyAsInt(line, cursor) : cursor;
    return new StatementLine(line, cursor, start, cursor);
  }

  /** An empty line ends what was begun, right or wrong, so that nobody is caught in it. */
  private static boolean endsInBlankLine(String line) {
    int lastLine = line.lastIndexOf('\n');
    return lastLine >= 0 && line.substring(lastLine).isBlank();
  }

  @Override
  public boolean isEscapeChar(char ch) {
    return false;
  }
}
