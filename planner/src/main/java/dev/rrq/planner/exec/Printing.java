package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Interval;
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

  Printing(Context context, ValueText values) {
    this.context = context;
    this.values = values;
  }

  Result print(Statement.Print statement) {
    long t = time(statement.time());
    Optional<Expression.ListOf> list = ListWalk.in(statement.expression());
    if (list.isPresent()) {
      return list(new ListWalk(context, list.get(), t), statement.expression(), t);
    }
    Term term = context.analyzer().analyze(statement.expression());
    return new Result.Text(text(term, statement.expression(), t, Limits.OBJECT));
  }

  /** One row for each object of a list. */
  private TableResult list(ListWalk walk, Expression expression, long t) {
    List<Row> rows = new ArrayList<>();
    for (long address : walk.addresses()) {
      Expression object = ListWalk.of(expression, walk.object(address));
      String text = text(context.analyzer().analyze(object), object, t, Limits.CELL);
      rows.add(new Row(new @Nullable Object[] {address, text}, LIST_TEXT));
    }
    return new TableResult(
        LIST,
        new ListRows(rows),
        count -> count == 0 ? Optional.of("the list is empty at " + t) : Optional.empty());
  }

  /** The time of a statement that says none is the end of the recording. */
  long time(Optional<Time> time) {
    return time.map(context.times()::resolve).orElseGet(() -> context.trace().end());
  }

  private String text(Term term, Expression expression, long t, Limits limits) {
    boolean object = term instanceof Term.Lvalue && !isBitField(term);
    if (object && !isFunction(term.type())) {
      return object((Term.Lvalue) term, expression, t, limits);
    }
    Value value = value(term, t);
    if (value instanceof Value.Known known) {
      return scalar(term, known.bits(), formatter(t, Limits.OBJECT));
    }
    return "? (" + ((Value.Unknown) value).reason() + ")";
  }

  private boolean isFunction(int type) {
    return context.trace().types().resolve(type) instanceof CType.Prototype;
  }

  private static boolean isBitField(Term term) {
    return term instanceof Term.Field field && field.bitSize() > 0;
  }

  /** The value of an expression at an instant. */
  Value value(Term term, long t) {
    return context.trace().evaluator().value(term, Interval.at(t)).first().value();
  }

  /** A number as C has it. */
  String scalar(Term term, long bits) {
    return scalar(term, bits, values.formatter());
  }

  private String scalar(Term term, long bits, CValueFormatter formatter) {
    int size = (int) context.trace().types().sizeOf(term.type());
    if (term instanceof Term.Field field && field.bitSize() > 0) {
      return values.bitField(field.type(), bits, field.bitSize());
    }
    return size == 0 ? ValueText.raw(bits, Long.BYTES) : formatter.format(term.type(), bits, size);
  }

  private String object(Term.Lvalue term, Expression expression, long t, Limits limits) {
    Target target = context.places().target(term, expression.location(), Interval.at(t));
    if (target.length() > LARGEST) {
      throw Problems.error(
          "too-large", expression.location(), "this object has " + target.length() + " bytes");
    }
    Mapping mapping = target.where().first().value();
    if (mapping instanceof Mapping.Unmapped unmapped) {
      return "? (" + unmapped.reason() + ")";
    }
    KnownBytes bytes = read((Mapping.Mapped) mapping, (int) target.length(), t).all();
    return formatter(t, limits).format(term.type(), bytes);
  }

  private CValueFormatter formatter(long t, Limits limits) {
    return new CValueFormatter(context.trace().types().layout(), new Strings(context, t), limits);
  }

  private ObjectBytes read(Mapping.Mapped mapping, int length, long t) {
    return ObjectBytes.read(context.trace().store().memory(), mapping, length, t);
  }

  Result diff(Statement.Diff statement) {
    long from = context.times().resolve(statement.from());
    long to = context.times().resolve(statement.to());
    Target before = context.places().resolve(statement.place(), Interval.at(from));
    Target after = context.places().resolve(statement.place(), Interval.at(to));
    Optional<ObjectBytes> old = bytes(before, from);
    Optional<ObjectBytes> now = bytes(after, to);
    if (old.isEmpty() || now.isEmpty()) {
      throw Problems.error(
          "nowhere",
          statement.place().location(),
          "the place is nowhere at " + (old.isEmpty() ? from : to));
    }
    List<Row> rows = new ArrayList<>();
    new Difference(context.trace().types(), values, old.get(), now.get())
        .collect(before.type(), before.length(), rows);
    return new TableResult(
        Difference.COLUMNS,
        new ListRows(rows),
        count ->
            count == 0
                ? Optional.of("no difference between %d and %d".formatted(from, to))
                : Optional.empty());
  }

  private Optional<ObjectBytes> bytes(Target target, long t) {
    return target.where().first().value() instanceof Mapping.Mapped mapped
        ? Optional.of(read(mapped, (int) target.length(), t))
        : Optional.empty();
  }
}
