package dev.rrq.shell.session;

import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a script's arguments in the places of {@code $1}, {@code $2} and so on, in strings too. */
final class ScriptArguments {
  private static final Pattern PARAMETER = Pattern.compile("\\$([1-9][0-9]?)");

  private ScriptArguments() {}

  /**
   * The text with its parameters replaced.
   *
   * @throws DiagnosticException where one has no argument
   */
  static String fill(String text, List<String> arguments) {
    StringBuilder filled = new StringBuilder();
    Matcher matcher = PARAMETER.matcher(text);
    int from = 0;
    while (matcher.find()) {
      int number = Integer.parseInt(matcher.group(1));
      if (number > arguments.size()) {
        throw new DiagnosticException(missing(text, matcher, arguments.size()));
      }
      filled.append(text, from, matcher.start()).append(arguments.get(number - 1));
      from = matcher.end();
    }
    return filled.append(text, from, text.length()).toString();
  }

  private static Diagnostic missing(String text, Matcher matcher, int given) {
    String before = text.substring(0, matcher.start());
    int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
    int lineStart = before.lastIndexOf('\n') + 1;
    int column = 1 + text.codePointCount(lineStart, matcher.start());
    String were = given == 1 ? "1 argument was given" : given + " arguments were given";
    return Diagnostic.error(
        "missing-argument",
        Location.of(line, column, column + matcher.group().length() - 1),
        "the script wants " + matcher.group() + ", but " + were,
        "arguments follow the script's name: rrq TRACE -f SCRIPT ARG...");
  }
}
