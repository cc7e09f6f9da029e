package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.grammar.diagnostics.Location;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Reads one item after the other and decides where each ends. */
final class StatementReader {
  /** More tokens than any person writes; a bound for what one statement may cost. */
  private static final int MAX_TOKENS = 20_000;

  private static final int MAX_BRACKETS = 100;

  private final CommandLexer lexer;
  private final TokenStage stage;
  private final Set<String> commands;

  private Candidate candidate;

  StatementReader(String text, Set<String> commands) {
    this.lexer = new CommandLexer(text);
    this.stage = new TokenStage(lexer);
    this.commands = commands;
    this.candidate = new Candidate(stage.tokens(), stage.progress());
  }

  /** Whether the last item was SQL that seems to want another line. */
  boolean wantsMore() {
    return stage.wantsMore();
  }

  /** The next item; empty at the end of the text. */
  Optional<ScriptItem> next() {
    startStatement();
    while (true) {
      Token token = stage.next();
      List<Token> tokens = stage.tokens();
      switch (token.getType()) {
        case Token.EOF -> {
          return tokens.isEmpty() ? Optional.empty() : Optional.of(finish(false));
        }
        case SEMICOLON -> {
          if (!tokens.isEmpty()) {
            return Optional.of(finish(true));
          }
        }
        case NEWLINE -> {
          if (!tokens.isEmpty() && endsHere()) {
            return Optional.of(finish(false));
          }
        }
        default -> {
          if (tokens.isEmpty() && isCommand(token)) {
            return Optional.of(command(token));
          }
          stage.accept(token);
          if (isTooMuch()) {
            return Optional.of(tooMuch(token));
          }
        }
      }
    }
  }

  /** What may come after the last statement of the text. */
  Completion complete() {
    while (true) {
      Token token = stage.next();
      switch (token.getType()) {
        case Token.EOF -> {
          return stage.progress().isViable()
              ? Completion.of(stage.progress().recognizer())
              : Completion.NOTHING;
        }
        case SEMICOLON -> startStatement();
        case NEWLINE -> {
          if (!stage.tokens().isEmpty() && endsHere()) {
            startStatement();
          }
        }
        default -> stage.accept(token);
      }
    }
  }

  private void startStatement() {
    stage.startStatement();
    candidate = new Candidate(stage.tokens(), stage.progress());
  }

  private boolean isCommand(Token token) {
    return TokenStage.isWord(token) && commands.contains(name(token));
  }

  private static String name(Token token) {
    return token.getText().toLowerCase(Locale.ROOT);
  }

  private ScriptItem command(Token token) {
    lexer.skipBlanks();
    int start = lexer.index();
    lexer.skip(RawText.argumentsLength(lexer));
    String arguments = lexer.text(start, lexer.index()).strip();
    Location first = Locations.of(token);
    Location location =
        arguments.isEmpty()
            ? first
            : Location.of(
                first.line(),
                first.column(),
                first.endColumn()
                    + (start - token.getStopIndex() - 1)
                    + arguments.codePointCount(0, arguments.length()));
    return new ScriptItem.Command(location, name(token), arguments);
  }

  private boolean isTooMuch() {
    return stage.depth() > MAX_BRACKETS || stage.tokens().size() > MAX_TOKENS;
  }

  private ScriptItem tooMuch(Token token) {
    lexer.skipLine();
    if (!stage.progress().isViable()) {
      return wrong(SyntaxErrors.describe(stage.tokens(), stage.progress(), commands), false);
    }
    Diagnostic diagnostic =
        stage.depth() > MAX_BRACKETS
            ? Diagnostic.error(
                "too-deep",
                Locations.of(token),
                "brackets are nested more than %d deep".formatted(MAX_BRACKETS))
            : Diagnostic.error(
                "too-long",
                Locations.of(token),
                "the statement has more than %,d words and signs".formatted(MAX_TOKENS));
    return wrong(diagnostic, false);
  }

  /** Whether the statement so far ends with its line. */
  private boolean endsHere() {
    if (stage.isClosed()) {
      return true;
    }
    if (nextLineContinues()) {
      return false;
    }
    return candidate.isDecided(stage.depth());
  }

  private boolean nextLineContinues() {
    Token next = stage.peekLine();
    return Continuations.contains(next.getType()) && !isCommand(next);
  }

  private ScriptItem finish(boolean ended) {
    try {
      Optional<Statement> statement = candidate.statement();
      return statement.isPresent()
          ? new ScriptItem.Parsed(location(), text(), statement.get())
          : wrong(
              SyntaxErrors.describe(stage.tokens(), stage.progress(), commands),
              !ended && !stage.isClosed() && stage.progress().isViable());
    } catch (DiagnosticException e) {
      return wrong(e.diagnostic(), false);
    }
  }

  private ScriptItem wrong(Diagnostic diagnostic, boolean incomplete) {
    return new ScriptItem.Wrong(location(), diagnostic, incomplete);
  }

  private Location location() {
    List<Token> tokens = stage.tokens();
    return Locations.of(tokens.get(0), tokens.get(tokens.size() - 1));
  }

  private String text() {
    List<Token> tokens = stage.tokens();
    return lexer.text(
        tokens.get(0).getStartIndex(), tokens.get(tokens.size() - 1).getStopIndex() + 1);
  }
}
