package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.PrecedencePredicateTransition;
import org.antlr.v4.runtime.atn.RuleStopState;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.atn.Transition;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * Follows all readings of a statement at the same time, token by token, over the grammar's
 * automaton. Other than the parser it knows at each point whether the statement may end there and
 * everything that could come next; so it answers what the parser cannot: is this line complete, and
 * what was expected.
 *
 * <p>Callers of a rule are shared (a graph-structured stack), so the work for each token is bounded
 * by the grammar, however a text is nested.
 */
final class Recognizer {
  private static final ATN AUTOMATON = RrqParser._ATN;

  /** A rule begun at some token with some precedence, and all places to which it may return. */
  private static final class Invocation {
    private final int precedence;
    private final Set<Return> returns = new HashSet<>();

    Invocation(int precedence) {
      this.precedence = precedence;
    }
  }

  private record Return(ATNState state, Invocation invocation) {}

  /** Where a reading is: a state of the automaton within a rule. */
  private record Position(ATNState state, Invocation invocation) {}

  private record Start(ATNState rule, int precedence) {}

  /**
   * What could come next.
   *
   * @param rules indexes of rules that users have a word for; their first tokens are left out below
   * @param tokens types of tokens
   */
  record Expected(Set<Integer> rules, Set<Integer> tokens) {}

  /** Positions right after the last token, nothing followed from there yet. */
  private Set<Position> kernel = new HashSet<>();

  /** What follows from the kernel, once it was asked for; empty until then. */
  private List<Position> reached = List.of();

  /** A recognizer of a whole statement. */
  Recognizer() {
    kernel.add(
        new Position(AUTOMATON.ruleToStartState[RrqParser.RULE_statement], new Invocation(0)));
  }

  /** Goes on by a token; false, and nothing changed, where no statement goes on like this. */
  boolean accept(int type) {
    Set<Position> next = new HashSet<>();
    for (Position position : reached()) {
      for (Transition transition : position.state.getTransitions()) {
        if (!transition.isEpsilon()
            && transition.matches(type, Token.MIN_USER_TOKEN_TYPE, AUTOMATON.maxTokenType)) {
          next.add(new Position(transition.target, position.invocation));
        }
      }
    }
    if (next.isEmpty()) {
      return false;
    }
    kernel = next;
    reached = List.of();
    return true;
  }

  /** Whether the statement may end here. */
  boolean isComplete() {
    return allows(Token.EOF);
  }

  /** Whether a token of this type may come next. */
  boolean allows(int type) {
    for (Position position : reached()) {
      for (Transition transition : position.state.getTransitions()) {
        if (!transition.isEpsilon() && transition.label().contains(type)) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Position> reached() {
    if (reached.isEmpty()) {
      reached = closure(Set.of(), new HashSet<>());
    }
    return reached;
  }

  /**
   * What could come next.
   *
   * @param named rules that are to be reported as such
   */
  Expected expected(Set<Integer> named) {
    Set<Integer> rules = new TreeSet<>();
    Set<Integer> tokens = new TreeSet<>();
    for (Position position : closure(named, rules)) {
      for (Transition transition : position.state.getTransitions()) {
        IntervalSet label = transition.isEpsilon() ? null : transition.label();
        if (label != null) {
          tokens.addAll(label.toList());
        }
      }
    }
    return new Expected(rules, tokens);
  }

  /** All positions that are reached without another token, but not within the named rules. */
  private List<Position> closure(Set<Integer> named, Set<Integer> found) {
    Map<Start, Invocation> started = new HashMap<>();
    Set<Position> seen = new HashSet<>(kernel);
    Deque<Position> open = new ArrayDeque<>(kernel);
    List<Position> reached = new ArrayList<>();
    while (!open.isEmpty()) {
      Position position = open.pop();
      reached.add(position);
      for (Position next : follow(position, started, named, found)) {
        if (seen.add(next)) {
          open.push(next);
        }
      }
    }
    return reached;
  }

  /**
   * No rule of the grammar is empty, so an invocation never returns before all its returns are
   * known.
   */
  private static List<Position> follow(
      Position position, Map<Start, Invocation> started, Set<Integer> named, Set<Integer> found) {
    List<Position> next = new ArrayList<>();
    if (position.state instanceof RuleStopState) {
      for (Return target : position.invocation.returns) {
        next.add(new Position(target.state, target.invocation));
      }
      return next;
    }
    for (Transition transition : position.state.getTransitions()) {
      if (transition instanceof RuleTransition rule) {
        if (named.contains(rule.ruleIndex)) {
          found.add(rule.ruleIndex);
          continue;
        }
        Invocation invocation =
            started.computeIfAbsent(
                new Start(rule.target, rule.precedence), start -> new Invocation(start.precedence));
        invocation.returns.add(new Return(rule.followState, position.invocation));
        next.add(new Position(rule.target, invocation));
      } else if (transition instanceof PrecedencePredicateTransition climb) {
        if (climb.precedence >= position.invocation.precedence) {
          next.add(new Position(transition.target, position.invocation));
        }
      } else if (transition.isEpsilon()) {
        next.add(new Position(transition.target, position.invocation));
      }
    }
    return next;
  }
}
