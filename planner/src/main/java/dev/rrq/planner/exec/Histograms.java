package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Bins;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Shape;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.rel.Domain;
import dev.rrq.planner.rel.EventColumn;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.HistogramPlans;
import dev.rrq.planner.rel.Planning;
import dev.rrq.planner.rel.Shaper;
import dev.rrq.planner.type.ValueText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

/** {@code histogram of COLUMN}, of numbers: how many fall into each of some twenty bins. */
final class Histograms {

  private static final Column COUNT = new Column("count", Kind.NUMBER, "How many there were.");

  private final Context context;
  private final Planning planning;
  private final EventRelation relation;
  private final Shape shape;
  private final List<RexNode> filter;
  private final EventColumn column;

  Histograms(
      Context context,
      Planning planning,
      EventRelation relation,
      Shape shape,
      List<RexNode> filter,
      EventColumn column) {
    this.context = context;
    this.planning = planning;
    this.relation = relation;
    this.shape = shape;
    this.filter = filter;
    this.column = column;
  }

  /** A histogram has its own rows and its own order. */
  static void check(Shape shape) {
    Clause.Histogram clause = shape.histogram().orElseThrow();
    String other =
        !shape.groups().isEmpty()
            ? "group by"
            : shape.count() ? "count" : !shape.show().isEmpty() ? "show" : "order by";
    boolean alone =
        shape.groups().isEmpty()
            && !shape.count()
            && shape.show().isEmpty()
            && shape.order().isEmpty();
    if (!alone) {
      throw Problems.error(
          "histogram-with",
          clause.location(),
          "a histogram cannot be combined with '" + other + "'",
          "it counts by itself; 'group by " + clause.column().name() + "' gives the plain numbers");
    }
  }

  /**
   * The bins, their counts and bars.
   *
   * @param note says what an empty histogram means
   */
  TableResult table(LongFunction<Optional<String>> note) {
    boolean unsigned = column.domain() == Domain.UNSIGNED;
    Optional<Bins> bins = bins(unsigned);
    if (bins.isEmpty()) {
      List<Column> columns = columns(new Bins(false, List.of(), 0));
      return Bars.beside(new TableResult(columns, new ListRows(List.of()), note));
    }
    long[] counts = new long[bins.get().starts().size()];
    long unknown = 0;
    try (RawRows rows = open(plans(unsigned).counts(bins.get()))) {
      while (rows.advance()) {
        long bin = number(rows.value(0));
        if (bin == HistogramPlans.UNKNOWN_BIN) {
          unknown = number(rows.value(1));
        } else {
          counts[(int) bin] = number(rows.value(1));
        }
      }
    }
    List<Row> rows = rows(bins.get(), counts, unknown);
    return Bars.beside(new TableResult(columns(bins.get()), new ListRows(rows), note));
  }

  private List<Row> rows(Bins bins, long[] counts, long unknown) {
    RowText text = new EventText(columns(bins), (row, bits) -> String.valueOf(bits));
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      rows.add(
          new Row(new @Nullable Object[] {bins.starts().get(i), bins.end(i), counts[i]}, text));
    }
    if (unknown > 0) {
      rows.add(new Row(new @Nullable Object[] {null, null, unknown}, text));
    }
    if (shape.reverse()) {
      Collections.reverse(rows);
    }
    return rows.stream()
        .skip(shape.offset())
        .limit(shape.limit().orElse(Integer.MAX_VALUE))
        .toList();
  }

  private Optional<Bins> bins(boolean unsigned) {
    try (RawRows rows = open(plans(unsigned).summary())) {
      if (!rows.advance() || rows.value(0) == null) {
        return Optional.empty();
      }
      long turned = unsigned ? Long.MIN_VALUE : 0;
      double mean = ((Number) Objects.requireNonNull(rows.value(2))).doubleValue();
      return Optional.of(
          Bins.of(
              scale(),
              unsigned,
              number(rows.value(0)) ^ turned,
              number(rows.value(1)) ^ turned,
              unsigned ? mean + 0x1p63 : mean));
    }
  }

  private Bins.Scale scale() {
    return switch (column.column().kind()) {
      case TIME -> Bins.Scale.TIME;
      case ADDRESS -> Bins.Scale.ADDRESS;
      default -> Bins.Scale.NUMBER;
    };
  }

  private HistogramPlans plans(boolean unsigned) {
    return new HistogramPlans(
        planning, Shaper.column(planning, relation, shape, filter, column), unsigned);
  }

  private RawRows open(RelNode plan) {
    return Optimizer.optimize(plan).open(context.trace().sessions());
  }

  private static long number(@Nullable Object value) {
    return ((Number) Objects.requireNonNull(value)).longValue();
  }

  private List<Column> columns(Bins bins) {
    Kind kind =
        switch (column.column().kind()) {
          case TIME -> Kind.TIME;
          case ADDRESS -> Kind.ADDRESS;
          default -> bins.unsigned() && bins.last() < 0 ? Kind.ADDRESS : Kind.NUMBER;
        };
    return List.of(
        new Column("from", kind, "The lowest number that counts here."),
        new Column("to", kind, "The highest number that counts here."),
        COUNT);
  }

  /** Whether the values of a column are put into bins; else each value counts by itself. */
  static boolean isNumber(EventColumn column, ValueText.Nature nature) {
    return switch (column.column().kind()) {
      case TIME, NUMBER, DECIMAL -> true;
      case ADDRESS -> !column.name().equals("pc");
      case VALUE -> nature == ValueText.Nature.NUMBER;
      default -> false;
    };
  }
}
