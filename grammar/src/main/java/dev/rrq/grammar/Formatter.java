package dev.rrq.grammar;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Subject;
import dev.rrq.grammar.ast.Time;

/**
 * Writes syntax trees as text. What it writes parses to the same tree, locations aside; keywords
 * are lower case, and brackets stand only where they are needed.
 */
public final class Formatter {
  private Formatter() {}

  /** A statement on one line (SQL keeps its own lines), without a semicolon. */
  public static String format(Statement statement) {
    return statement.accept(new StatementFormatter());
  }

  /** What a query is about: {@code writes to jiffies}. */
  public static String format(Subject subject) {
    return subject.accept(new SubjectFormatter(false));
  }

  /** One clause of a query. */
  public static String format(Clause clause) {
    return clause.accept(new ClauseFormatter());
  }

  /** A time, as it stands after {@code at}. */
  public static String format(Time time) {
    return time.accept(new TimeFormatter());
  }

  /** A place, as it stands after {@code writes to}. */
  public static String format(Place place) {
    return place.accept(new PlaceFormatter());
  }

  /** An expression. */
  public static String format(Expression expression) {
    return expression.accept(new ExpressionFormatter());
  }

  /** A condition, as it stands after {@code where}. */
  public static String format(Predicate predicate) {
    return predicate.accept(new PredicateFormatter());
  }
}
