package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.antlr.TooDeepException;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/**
 * Parses the tokens of a statement: with SLL, which is fast, and with LL where that is not enough.
 */
final class TreeParser {
  private TreeParser() {}

  /** The parse tree of the tokens; empty where they are no statement. */
  static Optional<RrqParser.StatementContext> parse(List<Token> tokens) {
    RrqParser parser = new RrqParser(new CommonTokenStream(new ListTokenSource(closed(tokens))));
    parser.removeErrorListeners();
    parser.setErrorHandler(new BailErrorStrategy());
    try {
      return parse(parser, PredictionMode.SLL).or(() -> parse(parser, PredictionMode.LL));
    } catch (TooDeepException e) {
      throw new DiagnosticException(
          Diagnostic.error("too-deep", Locations.of(e.token()), "this is nested too deep"));
    }
  }

  private static Optional<RrqParser.StatementContext> parse(RrqParser parser, PredictionMode mode) {
    parser.reset();
    parser.getInterpreter().setPredictionMode(mode);
    try {
      return Optional.of(parser.statement());
    } catch (ParseCancellationException e) {
      return Optional.empty();
    }
  }

  private static List<Token> closed(List<Token> tokens) {
    Token last = tokens.get(tokens.size() - 1);
    CommonToken end = new CommonToken(Token.EOF, "");
    end.setLine(last.getLine());
    end.setCharPositionInLine(last.getCharPositionInLine());
    end.setStartIndex(last.getStopIndex() + 1);
    end.setStopIndex(last.getStopIndex());
    List<Token> closed = new ArrayList<>(tokens);
    closed.add(end);
    return closed;
  }
}
