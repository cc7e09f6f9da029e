package dev.rrq.grammar.antlr;

import org.antlr.v4.runtime.Token;

/** Thrown by a {@link BoundedParser} where a text is nested too deep. */
public final class TooDeepException extends RuntimeException {
  private final transient Token token;

  TooDeepException(Token token) {
    super("nested too deep", null, false, false);
    this.token = token;
  }

  /** Where it was noticed. */
  public Token token() {
    return token;
  }
}
