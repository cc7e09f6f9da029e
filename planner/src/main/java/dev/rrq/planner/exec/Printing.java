package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.type.ValueText;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.CValueFormatter;
import dev.rrq.symbols.types.CValueFormatter.Limits;
import dev.rrq.symbols.types.KnownBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code print} and {@code diff}: values at an instant. */
final class Printing {

  /** Objects larger than this are not read. */
  private static final long LARGEST = 16 << 20;

  private static final List<Column> LIST =
      List.of(
          new Column("address", Kind.ADDRESS, "Where the object is."),
          new Column("value", Kind.TEXT, "What was asked for of it, as C."));

  private static final RowText LIST_TEXT =
      (row, column) ->
          row.value(column) instanceof Long address
              ? ValueText.raw(address, Long.BYTES)
              : Objects.requireNonNull(row.value(column)).toString();

  private final Context context;
  private final ValueText values;
  private final Moments moments;

  Printing(Context context, ValueText values, Moments moments) {
    this.context = context;
    this.values = values;
    this.moments = moments;
  }

  Result print(Statement.Print statement) {
    return at(statement, moment -> print(statement.expression(), moment));
  }

  /** Looks at the instant of a statement; one that says none is about the end of the recording. */
  <T> T at(Statement.Print statement, Function<Moment, T> reader) {
    long t = statement.time().map(context.times()::resolve).orElse(context.trace().end());
    return moments.at(t, statement.location(), reader);
  }

  /** The value of an expression at an instant, as C has it. */
  Result print(Expression expression, Moment moment) {
    Optional<Expression.ListOf> list = ListWalk.in(expression);
    if (list.isPresent()) {
      return list(new ListWalk(context, list.get(), moment), expression, moment);
    }
    Term term = context.analyzer().analyze(expression);
    return new Result.Text(text(term, expression, moment, Limits.OBJECT));
  }

  /** One row for each object of a list. */
  private TableResult list(ListWalk walk, Expression expression, Moment moment) {
    List<Row> rows = new ArrayList<>();
    for (long address : walk.addresses()) {
      Expression object = ListWalk.of(expression, walk.object(address));
      String text = text(context.analyzer().analyze(object), object, moment, Limits.CELL);
      rows.add(new Row(new @Nullable Object[] {address, text}, LIST_TEXT));
    }
    return new TableResult(
        LIST,
        new ListRows(rows),
        count -> count == 0 ? Optional.of("the list is empty " + moment) : Optional.empty());
  }

  private String text(Term term, Expression expression, Moment moment, Limits limits) {
    boolean object = term instanceof Term.Lvalue && !isBitField(term);
    if (object && !isFunction(term.type())) {
      return object((Term.Lvalue) term, expression, moment, limits);
    }
    Value value = moment.value(term);
    if (value instanceof Value.Known known) {
      return scalar(term, known.bits(), moment.formatter(Limits.OBJECT));
    }
    return "? (" + ((Value.Unknown) value).reason() + ")";
  }

  private boolean isFunction(int type) {
    return context.trace().types().resolve(type) instanceof CType.Prototype;
  }

  private static boolean isBitField(Term term) {
    return term instanceof Term.Field field && field.bitSize() > 0;
  }

  private String scalar(Term term, long bits, CValueFormatter formatter) {
    int size = (int) context.trace().types().sizeOf(term.type());
    if (term instanceof Term.Field field && field.bitSize() > 0) {
      return values.bitField(field.type(), bits, field.bitSize());
    }
    return size == 0 ? ValueText.raw(bits, Long.BYTES) : formatter.format(term.type(), bits, size);
  }

  private String object(Term.Lvalue term, Expression expression, Moment moment, Limits limits) {
    Target target = moment.target(term, expression.location());
    if (target.length() > LARGEST) {
      throw Problems.error(
          "too-large", expression.location(), "this object has " + target.length() + " bytes");
    }
    Mapping mapping = target.where().first().value();
    if (mapping instanceof Mapping.Unmapped unmapped) {
      return "? (" + unmapped.reason() + ")";
    }
    KnownBytes bytes = moment.read((Mapping.Mapped) mapping, (int) target.length()).all();
    return moment.formatter(limits).format(term.type(), bytes);
  }

  /** An object at one of two instants. */
  private record Sample(Target target, ObjectBytes bytes) {}

  Result diff(Statement.Diff statement) {
    long from = context.times().resolve(statement.from());
    long to = context.times().resolve(statement.to());
    Sample old = sample(statement, from);
    Sample now = sample(statement, to);
    List<Row> rows = new ArrayList<>();
    new Difference(context.trace().types(), values, old.bytes(), now.bytes())
        .collect(old.target().type(), old.target().length(), rows);
    int unknown = Math.max(old.bytes().unknown(), now.bytes().unknown());
    return new TableResult(
        Difference.COLUMNS,
        new ListRows(rows),
        count ->
            unknown > 0
                ? Optional.of(
                    "only what is known is compared: %d of %d bytes are not known at both %d and %d"
                        .formatted(unknown, old.target().length(), from, to))
                : count == 0
                    ? Optional.of("no difference between %d and %d".formatted(from, to))
                    : Optional.empty());
  }

  private Sample sample(Statement.Diff statement, long t) {
    return moments.at(
        t,
        statement.location(),
        moment -> {
          Target target = moment.target(statement.place());
          if (target.where().first().value() instanceof Mapping.Mapped mapped) {
            return new Sample(target, moment.read(mapped, (int) target.length()));
          }
          throw Problems.error(
              "nowhere", statement.place().location(), "the place is nowhere at " + t);
        });
  }
}
