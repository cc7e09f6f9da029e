package dev.rrq.grammar;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Diagnostic;
import dev.rrq.grammar.diagnostics.Location;

/** One piece of a text: what stands between two ends of statements. */
public sealed interface ScriptItem {
  /** Where it stands, from its first to its last character. */
  Location location();

  /** Calls the visitor's method for this kind of item. */
  <R> R accept(Visitor<R> visitor);

  /**
   * A statement of the language.
   *
   * @param text as it was written, without the semicolon
   */
  record Parsed(Location location, String text, Statement statement) implements ScriptItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitParsed(this);
    }
  }

  /**
   * A command that the parser was told of, such as {@code help calls}.
   *
   * @param name as the parser was told it, in lower case
   * @param arguments the rest of the line, blanks at both ends removed
   */
  record Command(Location location, String name, String arguments) implements ScriptItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCommand(this);
    }
  }

  /**
   * What is no statement.
   *
   * @param incomplete whether it may become one if the text goes on
   */
  record Wrong(Location location, Diagnostic diagnostic, boolean incomplete) implements ScriptItem {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitWrong(this);
    }
  }

  /** One method for each kind of item. */
  interface Visitor<R> {
    R visitParsed(Parsed item);

    R visitCommand(Command item);

    R visitWrong(Wrong item);
  }
}
