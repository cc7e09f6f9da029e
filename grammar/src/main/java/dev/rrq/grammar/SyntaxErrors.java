package dev.rrq.grammar;

import static dev.rrq.grammar.antlr.RrqParser.*;

import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.grammar.diagnostics.Severity;
import dev.rrq.grammar.diagnostics.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Says what is wrong with tokens that are no statement: the first that does not fit, and why. */
final class SyntaxErrors {
  private final List<Token> tokens;
  private final Recognizer recognizer;
  private final Collection<String> commands;

  private SyntaxErrors(List<Token> tokens, Recognizer recognizer, Collection<String> commands) {
    this.tokens = tokens;
    this.recognizer = recognizer;
    this.commands = commands;
  }

  /** Describes tokens that are no statement. */
  static Diagnostic describe(List<Token> tokens, Progress progress, Collection<String> commands) {
    SyntaxErrors errors = new SyntaxErrors(tokens, progress.recognizer(), commands);
    int index = progress.followed();
    if (index == tokens.size()) {
      return errors.ended();
    }
    Token found = tokens.get(index);
    return lexical(found)
        .orElseGet(
            () -> index == 0 ? errors.unknownStatement(found) : errors.unexpected(found, index));
  }

  private Diagnostic ended() {
    Location last = Locations.of(tokens.get(tokens.size() - 1));
    Location after = Location.of(last.endLine(), last.endColumn() + 1, last.endColumn() + 1);
    String message = "expected %s, but the statement ends here".formatted(expected().sentence());
    return Diagnostic.error("incomplete", after, message);
  }

  private Diagnostic unknownStatement(Token found) {
    Location location = Locations.of(found);
    if (!TokenStage.isWord(found)) {
      return Diagnostic.error(
          "syntax",
          location,
          "a statement begins with a word, but found '%s'".formatted(Words.text(found)));
    }
    String message = "no statement begins with '%s'".formatted(Words.text(found));
    if (Continuations.contains(found.getType())) {
      return Diagnostic.error(
          "unknown-statement",
          location,
          message,
          "'%s' continues a query: write it on the same line, or end the line before with a backslash"
              .formatted(Words.text(found)));
    }
    List<String> words = new ArrayList<>(expected().words());
    words.addAll(commands);
    Optional<String> hint =
        Suggestions.hint(found.getText(), words).or(() -> Hints.ofFirstWord(tokens));
    return error("unknown-statement", location, message, hint);
  }

  private Diagnostic unexpected(Token found, int index) {
    Expectation expected = expected();
    String message = "expected %s, but found %s".formatted(expected.sentence(), Words.found(found));
    Optional<String> hint = Hints.of(tokens, index);
    if (hint.isEmpty() && found.getType() != AND && TokenStage.isWord(found)) {
      hint = Suggestions.hint(found.getText(), expected.words());
    }
    return error("syntax", Locations.of(found), message, hint);
  }

  private Expectation expected() {
    return Expectation.of(recognizer);
  }

  /** What is wrong with a token wherever it stands. */
  private static Optional<Diagnostic> lexical(Token found) {
    Location location = Locations.of(found);
    String text = Words.text(found);
    return switch (found.getType()) {
      case UNTERMINATED ->
          Optional.of(
              Diagnostic.error(
                  "unterminated",
                  location,
                  text.startsWith("`") ? "this name has no end" : "this string has no end",
                  "end it with " + text.charAt(0)));
      case BAD_NUMBER ->
          Optional.of(
              Diagnostic.error("bad-number", location, "'%s' is no number".formatted(text)));
      case PARAMETER ->
          Optional.of(
              Diagnostic.error("missing-argument", location, "the script has no argument " + text));
      case COLON ->
          Optional.of(
              Diagnostic.error(
                  "syntax",
                  location,
                  "expected a file or a module before ':'",
                  "write it without a blank: init/main.c:name"));
      case OTHER ->
          Optional.of(
              Diagnostic.error(
                  "syntax", location, "the character '%s' has no meaning here".formatted(text)));
      default -> Optional.empty();
    };
  }

  private static Diagnostic error(
      String code, Location location, String message, Optional<String> hint) {
    return new Diagnostic(
        code, Severity.ERROR, location, message, hint.map(List::of).orElse(List.of()));
  }
}
