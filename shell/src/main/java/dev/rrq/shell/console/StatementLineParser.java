package dev.rrq.shell.console;

import dev.rrq.shell.completion.Cursor;
import java.util.function.Predicate;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine when a statement goes on on the next line, and what is being completed. */
final class StatementLineParser implements Parser {
  private final Predicate<String> isIncomplete;

  StatementLineParser(Predicate<String> isIncomplete) {
    this.isIncomplete = isIncomplete;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean enter = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
    if (enter && !endsInBlankLine(line) && isIncomplete.test(line)) {
      throw new EOFError(-1, cursor, "the statement goes on");
    }
    Cursor at = Cursor.in(line, cursor);
    return new StatementLine(line, cursor, at.wordStart(), cursor);
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
