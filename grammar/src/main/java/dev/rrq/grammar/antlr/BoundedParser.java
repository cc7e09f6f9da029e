package dev.rrq.grammar.antlr;

import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.TokenStream;

/** A parser that recurses so deep and no deeper, so that no text can exhaust the stack. */
public abstract class BoundedParser extends Parser {
  /** Rules in progress at the same time; a bracket takes three, a prefix operator one. */
  private static final int MAX_RULES = 1000;

  private int rules;

  /** A parser of these tokens. */
  protected BoundedParser(TokenStream input) {
    super(input);
  }

  @Override
  public void reset() {
    super.reset();
    rules = 0;
  }

  @Override
  public void enterRule(ParserRuleContext context, int state, int ruleIndex) {
    enter();
    super.enterRule(context, state, ruleIndex);
  }

  @Override
  public void exitRule() {
    rules--;
    super.exitRule();
  }

  @Override
  public void enterRecursionRule(
      ParserRuleContext context, int state, int ruleIndex, int precedence) {
    enter();
    super.enterRecursionRule(context, state, ruleIndex, precedence);
  }

  @Override
  public void unrollRecursionContexts(ParserRuleContext parent) {
    rules--;
    super.unrollRecursionContexts(parent);
  }

  private void enter() {
    if (++rules > MAX_RULES) {
      throw new TooDeepException(getCurrentToken());
    }
  }
}
