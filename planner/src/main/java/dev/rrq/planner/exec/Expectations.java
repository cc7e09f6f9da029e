package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.ComparisonOperator;
import dev.rrq.grammar.ast.Expectation;
import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.planner.Result;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Value;
import dev.rrq.store.Coverage;

/** {@code expect ...}. */
final class Expectations implements Expectation.Visitor<Result> {

  private final Context context;
  private final QueryRunner queries;
  private final Printing printing;

  Expectations(Context context, QueryRunner queries, Printing printing) {
    this.context = context;
    this.queries = queries;
    this.printing = printing;
  }

  Result check(Statement.Expect statement) {
    return statement.expectation().accept(this);
  }

  /**
   * How many rows a query has.
   *
   * @param missing the time of which nothing is known: there may be more
   */
  private record Counted(long rows, Coverage missing) {

    /** Whether something holds that any further row could undo. */
    boolean holds(boolean now) {
      return now && missing.isEmpty();
    }

    @Override
    public String toString() {
      String found = rows == 1 ? "1 row" : rows + " rows";
      return missing.isEmpty() ? found : found + " in what is covered; not covered: " + missing;
    }
  }

  @Override
  public Result visitEmpty(Expectation.Empty expectation) {
    Counted found = count(expectation.query());
    boolean held = expectation.negated() ? found.rows() > 0 : found.holds(found.rows() == 0);
    return new Result.Verdict(
        held, "expected %s, found %s".formatted(expectation.negated() ? "rows" : "no rows", found));
  }

  @Override
  public Result visitCount(Expectation.Count expectation) {
    Counted found = count(expectation.query());
    boolean now = compare(expectation.operator(), Long.compare(found.rows(), expectation.rows()));
    boolean more =
        expectation.operator() == ComparisonOperator.GREATER
            || expectation.operator() == ComparisonOperator.GREATER_OR_EQUAL;
    return new Result.Verdict(
        more ? now : found.holds(now),
        "expected count %s %d, found %s"
            .formatted(expectation.operator().symbol(), expectation.rows(), found));
  }

  private Counted count(Query query) {
    try (TableResult table = queries.run(query, row -> {})) {
      boolean more = true;
      while (more) {
        more = table.next() != null;
      }
      return new Counted(table.count(), table.missing());
    }
  }

  @Override
  public Result visitValue(Expectation.Value expectation) {
    Statement.Print print = expectation.print();
    return printing.at(print, moment -> compared(expectation, print.expression(), moment));
  }

  private Result compared(Expectation.Value expectation, Expression expression, Moment moment) {
    Term left = context.analyzer().analyze(expression);
    Result.Text shown = (Result.Text) printing.print(expression, moment);
    if (expectation.value() instanceof Expression.TextLiteral text) {
      boolean equal = shown.text().equals("\"" + text.value() + "\"");
      boolean held = expectation.operator() == ComparisonOperator.NOT_EQUAL ? !equal : equal;
      return verdict(expectation, held, "\"" + text.value() + "\"", shown.text());
    }
    Term right = context.analyzer().analyze(expectation.value());
    Value a = moment.value(left);
    Value b = moment.value(right);
    boolean held =
        a instanceof Value.Known x
            && b instanceof Value.Known y
            && compare(expectation.operator(), order(left, right, x.bits(), y.bits()));
    String wanted = b instanceof Value.Known y ? Long.toString(y.bits()) : "?";
    return verdict(expectation, held, wanted, shown.text());
  }

  private static Result verdict(
      Expectation.Value expectation, boolean held, String wanted, String found) {
    return new Result.Verdict(
        held, "expected %s %s, found %s".formatted(expectation.operator().symbol(), wanted, found));
  }

  private int order(Term left, Term right, long a, long b) {
    return isWideUnsigned(left) || isWideUnsigned(right)
        ? Long.compareUnsigned(a, b)
        : Long.compare(a, b);
  }

  private boolean isWideUnsigned(Term term) {
    return context.trace().types().sizeOf(term.type()) == Long.BYTES
        && !context.trace().types().isSigned(term.type());
  }

  private static boolean compare(ComparisonOperator operator, int order) {
    return switch (operator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
