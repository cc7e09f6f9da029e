package dev.rrq.grammar;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;

/**
 * What could come next at a point of a statement, in words for users.
 *
 * @param sentence {@code a time, 'limit' or the end of the statement}
 * @param words all keywords that could
 */
record Expectation(String sentence, Set<String> words) {
  Expectation {
    words = Set.copyOf(words);
  }

  static Expectation of(Recognizer recognizer) {
    Recognizer.Expected expected = recognizer.expected(Words.RULES.keySet());
    return new Expectation(sentence(expected), keywords(recognizer.expected(Set.of()).tokens()));
  }

  private static String sentence(Recognizer.Expected expected) {
    Set<String> parts = new LinkedHashSet<>();
    for (int rule : expected.rules()) {
      if (!Words.UNSAID.contains(rule)) {
        parts.add(word(rule));
      }
    }
    for (int type : expected.tokens()) {
      if (type != Token.EOF && !Words.isOperator(type, expected.tokens())) {
        parts.add(Words.expected(type));
      }
    }
    if (parts.isEmpty() && !expected.tokens().contains(Token.EOF)) {
      expected.rules().forEach(rule -> parts.add(word(rule)));
    }
    if (parts.isEmpty()) {
      expected.tokens().stream()
          .filter(type -> type != Token.EOF)
          .map(Words::expected)
          .forEach(parts::add);
    }
    if (expected.tokens().contains(Token.EOF)) {
      parts.add("the end of the statement");
    }
    return join(new ArrayList<>(parts));
  }

  private static String word(int rule) {
    return Objects.requireNonNull(Words.RULES.get(rule));
  }

  private static String join(List<String> parts) {
    int last = parts.size() - 1;
    return last <= 0
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " or " + parts.get(last);
  }

  private static Set<String> keywords(Set<Integer> types) {
    Set<String> words = new TreeSet<>();
    for (int type : types) {
      Words.keyword(type).ifPresent(words::add);
    }
    return words;
  }
}
