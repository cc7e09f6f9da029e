package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Diagnostic;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * Tokens that may become a statement. The parser is asked first; only where it refuses does the
 * slower {@link Recognizer} say whether they are wrong or not yet all. It goes on where it was when
 * there are more tokens, so the work stays linear however many lines a statement has.
 */
final class Candidate {
  private Optional<RrqParser.StatementContext> tree = Optional.empty();
  private Optional<Recognizer> recognizer = Optional.empty();
  private int parsed;
  private int followed;
  private boolean stuck;

  /** Whether the tokens are a whole statement, or none whatever comes next. */
  boolean isDecided(List<Token> tokens, int depth) {
    if (depth == 0 && recognizer.isEmpty() && parse(tokens)) {
      return true;
    }
    follow(tokens);
    return stuck || (depth == 0 && recognizer.orElseThrow().isComplete());
  }

  /** The statement that the tokens are. */
  Optional<Statement> statement(List<Token> tokens) {
    return !stuck && parse(tokens) ? tree.map(StatementBuilder::build) : Optional.empty();
  }

  private boolean parse(List<Token> tokens) {
    if (parsed != tokens.size()) {
      parsed = tokens.size();
      tree = TreeParser.parse(tokens);
    }
    return tree.isPresent();
  }

  private void follow(List<Token> tokens) {
    Recognizer reader = recognizer.orElseGet(Recognizer::new);
    recognizer = Optional.of(reader);
    while (!stuck && followed < tokens.size()) {
      if (reader.accept(tokens.get(followed).getType())) {
        followed++;
      } else {
        stuck = true;
      }
    }
  }

  /** Whether tokens that are no statement may become one. */
  boolean isViable(List<Token> tokens) {
    follow(tokens);
    return !stuck;
  }

  /** What is wrong with tokens that are no statement. */
  Diagnostic diagnostic(List<Token> tokens, Collection<String> commands) {
    follow(tokens);
    return SyntaxErrors.describe(tokens, followed, recognizer.orElseThrow(), commands);
  }
}
