package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question of a document with the answer that is printed below it.
 *
 * <p>The answer is that of one boot; another boot's is like it if it has the same columns, as many
 * rows, and in each cell the same text but for its numbers. A comment before the block, which a
 * reader does not see, names the columns whose cells are exactly the same on each boot: {@code <!--
 * on every boot: function, new -->}, or {@code all} where the answer is no table.
 *
 * @param question what is asked
 * @param lines the answer as shown, none where the document shows none
 * @param fixed the columns that never differ
 */
record ShownAnswer(String question, List<String> lines, Set<String> fixed) {
  private static final String INDENT = "    ";
  private static final String PROMPT = INDENT + "rrq> ";
  private static final String ALL = "all";
  private static final Pattern FIXED = Pattern.compile("<!-- on every boot: (.*) -->");
  private static final Pattern NUMBER = Pattern.compile("0x[0-9a-f]+|[0-9]+");
  private static final Pattern RULE = Pattern.compile("─+");

  /** All questions with a prompt before them, in the order of the document. */
  static List<ShownAnswer> of(List<String> document) {
    List<ShownAnswer> found = new ArrayList<>();
    Set<String> fixed = Set.of();
    for (int line = 0; line < document.size(); line++) {
      Matcher comment = FIXED.matcher(document.get(line));
      if (comment.matches()) {
        fixed = new TreeSet<>(Arrays.asList(comment.group(1).split(", ")));
      } else if (document.get(line).startsWith(PROMPT)) {
        int end = line + 1;
        while (end < document.size() && document.get(end).startsWith(INDENT)) {
          end++;
        }
        List<String> lines =
            document.subList(line + 1, end).stream()
                .map(shown -> shown.substring(INDENT.length()))
                .toList();
        found.add(new ShownAnswer(document.get(line).substring(PROMPT.length()), lines, fixed));
        fixed = Set.of();
      }
    }
    return found;
  }

  /**
   * Fails unless an answer is like the one that is shown.
   *
   * @param answer the lines that rrq printed
   */
  void isLike(List<String> answer) {
    assertThat(answer).as("lines").hasSameSizeAs(lines);
    List<Map<String, String>> expected = cells(lines);
    List<Map<String, String>> actual = cells(answer);
    for (int row = 0; row < expected.size(); row++) {
      assertThat(actual.get(row).keySet()).as("columns").isEqualTo(expected.get(row).keySet());
      for (Map.Entry<String, String> cell : expected.get(row).entrySet()) {
        assertThat(actual.get(row).get(cell.getKey()))
            .as("'%s' of line %d, shown as '%s'", cell.getKey(), row + 1, cell.getValue())
            .matches(pattern(cell.getKey(), cell.getValue()));
      }
    }
    assertThat(fixed).as("columns that are the same on every boot").isSubsetOf(columns(expected));
  }

  private Pattern pattern(String column, String shown) {
    if (fixed.contains(column)) {
      return Pattern.compile(Pattern.quote(shown));
    }
    StringBuilder pattern = new StringBuilder();
    int from = 0;
    for (MatchResult number : (Iterable<MatchResult>) NUMBER.matcher(shown).results()::iterator) {
      pattern.append(Pattern.quote(shown.substring(from, number.start())));
      pattern.append(number.group().startsWith("0x") ? "0x[0-9a-f]+" : "[0-9]+");
      from = number.end();
    }
    return Pattern.compile(pattern + Pattern.quote(shown.substring(from)));
  }

  private static Set<String> columns(List<Map<String, String>> rows) {
    Set<String> columns = new TreeSet<>();
    rows.forEach(row -> columns.addAll(row.keySet()));
    return columns;
  }

  /** The cells of a table's rows; of other text each line is one cell. */
  private static List<Map<String, String>> cells(List<String> lines) {
    boolean table = lines.size() > 1 && lines.get(1).startsWith("─");
    if (!table) {
      return lines.stream().map(line -> Map.of(ALL, line)).toList();
    }
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(2, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      RULE.matcher(lines.get(1))
          .results()
          .forEach(rule -> row.put(cell(lines.get(0), rule), cell(line, rule)));
      rows.add(row);
    }
    return rows;
  }

  private static String cell(String line, MatchResult rule) {
    int start = Math.min(rule.start(), line.length());
    return line.substring(start, Math.min(rule.end(), line.length())).strip();
  }

  @Override
  public String toString() {
    return question;
  }
}
