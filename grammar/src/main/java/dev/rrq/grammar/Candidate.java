package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Statement;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/**
 * Tokens that may become a statement. The parser is asked first; only where it refuses does the
 * slower {@link Progress} say whether they are wrong or not yet all.
 */
final class Candidate {
  private final List<Token> tokens;
  private final Progress progress;
  private Optional<RrqParser.StatementContext> tree = Optional.empty();
  private int parsed;
  private boolean refused;

  /** A candidate of tokens to which others may be added. */
  Candidate(List<Token> tokens, Progress progress) {
    this.tokens = tokens;
    this.progress = progress;
  }

  /** Whether the tokens are a whole statement, or none whatever comes next. */
  boolean isDecided(int depth) {
    if (depth == 0 && !refused && parse()) {
      return true;
    }
    refused = true;
    return !progress.isViable() || (depth == 0 && progress.isComplete());
  }

  /** The statement that the tokens are; empty where they are none. */
  Optional<Statement> statement() {
    boolean hopeless = refused && !progress.isComplete();
    return !hopeless && parse() ? tree.map(StatementBuilder::build) : Optional.empty();
  }

  private boolean parse() {
    if (parsed != tokens.size()) {
      parsed = tokens.size();
      tree = TreeParser.parse(tokens);
    }
    return tree.isPresent();
  }
}
