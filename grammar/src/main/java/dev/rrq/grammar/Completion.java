package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What may come next at some point of a text.
 *
 * @param kinds kinds of names
 * @param keywords words of the language, in lower case; complete, whatever the kinds are
 */
public record Completion(Set<Kind> kinds, Set<String> keywords) {
  /** What a name may stand for. */
  public enum Kind {
    /** A first word: of the language, or a command of the shell. */
    STATEMENT,
    /** A variable, or the name of a {@code let}. */
    PLACE,
    /** A variable, a column, a constant or the name of a {@code let}. */
    VALUE,
    /** A member of what stands before the dot or the arrow. */
    MEMBER,
    FUNCTION,
    /** A mark, or the name of a {@code let}. */
    TIME,
    COLUMN,
    TASK,
    TYPE,
    FILE
  }

  /** Where nothing could come that makes a statement. */
  public static final Completion NOTHING = new Completion(Set.of(), Set.of());

  private static final Map<Integer, Kind> KINDS =
      Map.ofEntries(
          Map.entry(RULE_action, Kind.STATEMENT),
          Map.entry(RULE_place, Kind.PLACE),
          Map.entry(RULE_letValue, Kind.PLACE),
          Map.entry(RULE_value, Kind.VALUE),
          Map.entry(RULE_condition, Kind.VALUE),
          Map.entry(RULE_member, Kind.MEMBER),
          Map.entry(RULE_function, Kind.FUNCTION),
          Map.entry(RULE_code, Kind.FUNCTION),
          Map.entry(RULE_time, Kind.TIME),
          Map.entry(RULE_column, Kind.COLUMN),
          Map.entry(RULE_task, Kind.TASK),
          Map.entry(RULE_type, Kind.TYPE));

  public Completion {
    kinds = Set.copyOf(kinds);
    keywords = Set.copyOf(keywords);
  }

  static Completion of(Recognizer recognizer) {
    Recognizer.Expected expected = recognizer.expected(KINDS.keySet());
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    expected.rules().forEach(rule -> kinds.add(KINDS.get(rule)));
    if (expected.tokens().contains(FILE)) {
      kinds.add(Kind.FILE);
    }
    Set<String> keywords = new TreeSet<>();
    for (int type : keywordTypes(recognizer)) {
      Words.keyword(type).ifPresent(keywords::add);
    }
    return new Completion(kinds, keywords);
  }

  /** A keyword that is only wanted as a name, as all of them are, is no proposal. */
  private static Set<Integer> keywordTypes(Recognizer recognizer) {
    return recognizer.expected(Set.of(RULE_identifier, RULE_member)).tokens();
  }
}
