package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.LetValue;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Names;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code let}, {@code mark} and {@code marks}. */
final class Naming implements LetValue.Visitor<Naming.Meaning> {

  private static final List<Column> MARK_COLUMNS =
      List.of(
          new Column("name", Kind.TEXT, "What the time is called."),
          new Column("t", Kind.TIME, "The time."));

  private final Context context;

  /** What a name will stand for: any of these, at least one. */
  record Meaning(
      Optional<Long> time, Optional<Term> term, Optional<dev.rrq.grammar.ast.Place.Range> range) {}

  Naming(Context context) {
    this.context = context;
  }

  Result let(Statement.Let statement) {
    Meaning meaning = statement.value().accept(this);
    Names names = context.names();
    names.clear(statement.name());
    meaning.time().ifPresent(time -> names.time(statement.name(), time));
    meaning.term().ifPresent(term -> names.term(statement.name(), term));
    meaning.range().ifPresent(range -> names.range(statement.name(), range));
    return new Result.Text("");
  }

  @Override
  public Meaning visitOfQuery(LetValue.OfQuery value) {
    return time(new Time.Event(value.location(), value.query()));
  }

  @Override
  public Meaning visitOfTime(LetValue.OfTime value) {
    return time(value.time());
  }

  private Meaning time(Time time) {
    return new Meaning(
        Optional.of(context.times().resolve(time)), Optional.empty(), Optional.empty());
  }

  /** What reads both as a time and as an expression is both, if it has both meanings. */
  @Override
  public Meaning visitOfExpression(LetValue.OfExpression value) {
    Optional<Long> time = Optional.empty();
    if (value.time().isPresent()) {
      try {
        time = Optional.of(context.times().resolve(value.time().get()));
      } catch (DiagnosticException e) {
        // Then it must be an expression, whose own error says more.
      }
    }
    try {
      Term term = context.analyzer().analyze(value.expression());
      return new Meaning(time, Optional.of(term), Optional.empty());
    } catch (DiagnosticException e) {
      if (time.isPresent()) {
        return new Meaning(time, Optional.empty(), Optional.empty());
      }
      throw e;
    }
  }

  @Override
  public Meaning visitOfRange(LetValue.OfRange value) {
    return new Meaning(Optional.empty(), Optional.empty(), Optional.of(value.range()));
  }

  Result mark(Statement.Mark statement) {
    Time time =
        statement
            .time()
            .orElseThrow(
                () ->
                    Problems.error(
                        "no-live-replay",
                        statement.location(),
                        "there is no live replay whose time could be marked",
                        "say which time: mark " + statement.name() + " at #3, or at 1_234_567"));
    long icount = context.times().resolve(time);
    context.names().clear(statement.name());
    context.names().time(statement.name(), icount);
    return new Result.Text("");
  }

  Result marks() {
    List<Row> rows = new ArrayList<>();
    RowText text = (row, column) -> Objects.requireNonNull(row.value(column)).toString();
    context.names().times().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByValue())
        .forEach(
            entry ->
                rows.add(new Row(new @Nullable Object[] {entry.getKey(), entry.getValue()}, text)));
    return new TableResult(
        MARK_COLUMNS,
        new ListRows(rows),
        count -> count == 0 ? Optional.of("nothing is marked") : Optional.empty());
  }
}
