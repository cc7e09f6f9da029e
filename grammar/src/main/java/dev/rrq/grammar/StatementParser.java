package dev.rrq.grammar;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.grammar.diagnostics.Source;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Turns text into statements. Safe for use by several threads.
 *
 * <p>A statement ends at a semicolon, or at the end of a line where it is complete and the next
 * line does not begin with a word that only continues one ({@code between}, {@code limit}, {@code
 * |} and the like). A backslash at the end of a line joins the next one to it.
 */
public final class StatementParser {
  /** Wrong statements after which a text is read no further: it is no script at all. */
  private static final int MAX_WRONG = 20;

  private final Set<String> commands;

  /** A parser of the language alone. */
  public StatementParser() {
    this(List.of());
  }

  /**
   * A parser that also knows commands that are none of the language's business.
   *
   * @param commands first words, such as {@code help}; case does not matter
   */
  public StatementParser(Collection<String> commands) {
    this.commands =
        commands.stream()
            .map(command -> command.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * All pieces of a text in order, right and wrong ones, as far as the twentieth wrong one; none
   * for a text of blanks and comments.
   */
  public List<ScriptItem> read(Source source) {
    StatementReader reader = new StatementReader(source.text(), commands);
    List<ScriptItem> items = new ArrayList<>();
    int wrong = 0;
    for (Optional<ScriptItem> item = reader.next(); item.isPresent(); item = reader.next()) {
      items.add(item.get());
      if (item.get() instanceof ScriptItem.Wrong && ++wrong == MAX_WRONG) {
        break;
      }
    }
    return items;
  }

  /**
   * The one statement of a text.
   *
   * @throws DiagnosticException where the text is none, or several
   */
  public Statement parse(Source source) {
    List<ScriptItem> items = read(source);
    if (items.isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.error("syntax", Location.START, "expected a statement, but found nothing"));
    }
    Statement statement = items.get(0).accept(new OnlyStatement());
    if (items.size() > 1) {
      throw new DiagnosticException(
          Diagnostic.error(
              "syntax", items.get(1).location(), "expected one statement, but found another"));
    }
    return statement;
  }

  /** The one statement of a text that has no name of its own. */
  public Statement parse(String text) {
    return parse(new Source("stdin", text));
  }

  /** Whether the text is the beginning of something and its next line is to be waited for. */
  public boolean isIncomplete(String text) {
    if (text.stripTrailing().endsWith("\\")) {
      return true;
    }
    StatementReader reader = new StatementReader(text, commands);
    boolean incomplete = false;
    for (Optional<ScriptItem> item = reader.next(); item.isPresent(); item = reader.next()) {
      incomplete =
          item.get() instanceof ScriptItem.Wrong wrong ? wrong.incomplete() : reader.wantsMore();
    }
    return incomplete;
  }

  /**
   * What may come after a text that ends before the word at the cursor: of its last statement, if
   * that is not complete by a semicolon; nothing where no statement begins like this.
   */
  public Completion complete(String text) {
    return new StatementReader(text, commands).complete();
  }

  private static final class OnlyStatement implements ScriptItem.Visitor<Statement> {
    @Override
    public Statement visitParsed(ScriptItem.Parsed item) {
      return item.statement();
    }

    @Override
    public Statement visitCommand(ScriptItem.Command item) {
      throw new DiagnosticException(
          Diagnostic.error(
              "syntax",
              item.location(),
              "'%s' is a command of the shell, not a statement".formatted(item.name())));
    }

    @Override
    public Statement visitWrong(ScriptItem.Wrong item) {
      throw new DiagnosticException(item.diagnostic());
    }
  }
}
