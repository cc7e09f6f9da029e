package dev.rrq.shell.console;

import dev.rrq.shell.command.Commands;
import dev.rrq.shell.completion.Word;
import dev.rrq.shell.completion.Words;
import java.util.Locale;
import java.util.Set;
import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Colours a statement as it is typed. */
final class StatementHighlighter implements Highlighter {
  private static final AttributedStyle KEYWORD = AttributedStyle.BOLD;
  private static final AttributedStyle NUMBER =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
  private static final AttributedStyle STRING =
      AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
  private static final AttributedStyle COMMENT = AttributedStyle.DEFAULT.faint();

  /** Words that are keywords wherever they stand but at the start, and seldom names in a kernel. */
  private static final Set<String> KEYWORDS =
      Set.of(
          "to",
          "of",
          "from",
          "between",
          "before",
          "after",
          "until",
          "since",
          "under",
          "by",
          "where",
          "group",
          "histogram",
          "with",
          "show",
          "order",
          "reverse",
          "limit",
          "offset",
          "and",
          "or",
          "not",
          "like",
          "is",
          "at",
          "in");

  private final Commands commands;

  StatementHighlighter(Commands commands) {
    this.commands = commands;
  }

  @Override
  public AttributedString highlight(LineReader reader, String buffer) {
    AttributedStringBuilder coloured = new AttributedStringBuilder();
    int end = 0;
    Word before = null;
    for (Word word : Words.of(buffer)) {
      coloured.append(buffer, end, word.start());
      coloured.append(word.text(), style(word, before));
      end = word.end();
      before = word;
    }
    return coloured.append(buffer, end, buffer.length()).toAttributedString();
  }

  private AttributedStyle style(Word word, @org.jspecify.annotations.Nullable Word before) {
    return switch (word.kind()) {
      case NUMBER, ROW -> NUMBER;
      case STRING -> STRING;
      case COMMENT -> COMMENT;
      case SIGN -> AttributedStyle.DEFAULT;
      case NAME -> isKeyword(word, before) ? KEYWORD : AttributedStyle.DEFAULT;
    };
  }

  private boolean isKeyword(Word word, @org.jspecify.annotations.Nullable Word before) {
    String lower = word.text().toLowerCase(Locale.ROOT);
    if (before == null || before.text().equals(";") || before.text().equals("(")) {
      return commands.named(lower).isPresent();
    }
    boolean member = before.text().equals(".") || before.text().equals("->");
    return !member && (KEYWORDS.contains(lower) || follows(lower, before));
  }

  /** A subject's noun behind the words that ask for one. */
  private boolean follows(String lower, Word before) {
    boolean asks =
        switch (before.text().toLowerCase(Locale.ROOT)) {
          case "first", "last", "explain", "expect", "=" -> true;
          default -> before.kind() == Word.Kind.NUMBER;
        };
    return asks && commands.named(lower).isPresent();
  }
}
