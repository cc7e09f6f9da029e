package dev.rrq.grammar.diagnostics;

import java.util.StringJoiner;

/**
 * Draws diagnostics, the only place that does:
 *
 * <pre>{@code
 * boot.rrq:1:11-17: ERROR: no symbol 'jiffees'
 * writes to jiffees
 *           ~~~~~~~
 * HINT: did you mean 'jiffies'?
 * }</pre>
 */
public final class DiagnosticRenderer {
  /** Longest piece of a source line that is shown, in code points. */
  private static final int WIDTH = 120;

  /** What stands at either end of a line that is longer. */
  private static final String CUT = "...";

  private DiagnosticRenderer() {}

  /** The lines to print, without a line feed at the end. */
  public static String render(Diagnostic diagnostic, Source source) {
    Location location = diagnostic.location();
    StringJoiner lines = new StringJoiner("\n");
    lines.add(
        "%s:%s: %s: %s"
            .formatted(source.name(), location, diagnostic.severity(), diagnostic.message()));
    int[] line =
        line(source.text(), location.line())
            .codePoints()
            .map(DiagnosticRenderer::printable)
            .toArray();
    if (line.length > 0) {
      lines.add(excerpt(line, location));
    }
    for (String hint : diagnostic.hints()) {
      lines.add("HINT: " + hint);
    }
    return lines.toString();
  }

  private static String excerpt(int[] line, Location location) {
    int start = Math.min(location.column() - 1, line.length);
    int end = location.endLine() > location.line() ? line.length : location.endColumn();
    int from = line.length <= WIDTH ? 0 : Math.max(0, start - WIDTH / 2);
    int to = Math.min(line.length, from + WIDTH);
    String before = from > 0 ? CUT : "";
    String after = to < line.length ? CUT : "";
    String shown = before + new String(line, from, to - from) + after;
    int underlined = Math.max(1, Math.min(end, to) - start);
    return shown + "\n" + blanks(before, line, from, start) + "~".repeat(underlined);
  }

  /**
   * As wide as what stands before the range; tabs are kept, as only the terminal knows their width.
   */
  private static String blanks(String before, int[] line, int from, int start) {
    StringBuilder blanks = new StringBuilder(" ".repeat(before.length()));
    for (int i = from; i < start; i++) {
      blanks.append(line[i] == '\t' ? '\t' : ' ');
    }
    return blanks.toString();
  }

  /** Nothing in a text may control the terminal. */
  private static int printable(int character) {
    return Character.isISOControl(character) && character != '\t' ? '?' : character;
  }

  private static String line(String text, int number) {
    int start = 0;
    for (int i = 1; i < number; i++) {
      int feed = text.indexOf('\n', start);
      if (feed < 0) {
        return "";
      }
      start = feed + 1;
    }
    int end = text.indexOf('\n', start);
    String line = text.substring(start, end < 0 ? text.length() : end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
