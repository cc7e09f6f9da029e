package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Query;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Bits;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.duckdb.Optimizer;
import dev.rrq.planner.duckdb.ReplayRows;
import dev.rrq.planner.duckdb.RowsRel;
import dev.rrq.planner.rel.ArgumentColumns;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.Output;
import dev.rrq.planner.trace.SourceFiles;
import dev.rrq.planner.type.ValueText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Answers queries. */
final class QueryRunner {

  private final Context context;
  private final ValueText values;

  QueryRunner(Context context, ValueText values) {
    this.context = context;
    this.values = values;
  }

  /**
   * The answer to a query.
   *
   * @param seen is told each row as it is read
   */
  TableResult run(Query query, Consumer<Row> seen) {
    QueryCompiler.Compiled compiled = QueryCompiler.compile(context, query);
    RowsRel plan = Optimizer.optimize(compiled.output().plan());
    if (compiled.histogram().isPresent()) {
      CoverageNote coverage = new CoverageNote(context.trace(), compiled, replay(plan));
      return compiled.histogram().get().table(note(compiled, coverage));
    }
    TableResult table = table(compiled, plan, seen);
    return compiled.shape().histogram().isPresent() ? Bars.beside(table) : table;
  }

  /** The answer to a query whose place was found before, and is to stay there. */
  TableResult run(Query query, Target target) {
    QueryCompiler.Compiled compiled = QueryCompiler.compile(context, query, Optional.of(target));
    return table(compiled, Optimizer.optimize(compiled.output().plan()), row -> {});
  }

  private TableResult table(QueryCompiler.Compiled compiled, RowsRel plan, Consumer<Row> seen) {
    Output output = compiled.output();
    Layout layout = new Layout(output);
    EventText text =
        new EventText(output.columns(), (row, bits) -> text(compiled, layout, row, bits));
    ResultRows.Texts details = layout.details(context);
    ResultRows.Texts arguments = layout.arguments(context);
    ResultRows rows =
        new ResultRows(
            plan.open(context.trace().sessions()),
            layout.positions,
            output.columns().size(),
            text,
            (cells, column) -> mask(compiled, layout, cells, column),
            cells -> {
              details.complete(cells);
              arguments.complete(cells);
            },
            seen);
    CoverageNote coverage = new CoverageNote(context.trace(), compiled, replay(plan));
    return new TableResult(output.columns(), rows, note(compiled, coverage), coverage.missing());
  }

  private static Optional<ReplayRows> replay(RowsRel plan) {
    return plan instanceof ReplayRows replay ? Optional.of(replay) : Optional.empty();
  }

  private LongFunction<Optional<String>> note(QueryCompiler.Compiled compiled, CoverageNote note) {
    return count -> {
      if (count == 0 && compiled.nowhere().isPresent()) {
        return Optional.of(
            "no %s: %s".formatted(EventRelation.plural(compiled.noun()), compiled.nowhere().get()));
      }
      if (count == 0 && compiled.shape().limit().orElse(1) == 0) {
        return Optional.of("limit 0 shows none");
      }
      if (count == 0 && compiled.shape().offset() > 0) {
        return Optional.of(
            "no %s are left when %d are skipped"
                .formatted(EventRelation.plural(compiled.noun()), compiled.shape().offset()));
      }
      List<String> notes = new ArrayList<>();
      compiled.moved().ifPresent(notes::add);
      note.of(count).ifPresent(notes::add);
      noSource(compiled.output().columns()).ifPresent(notes::add);
      return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", notes));
    };
  }

  private Optional<String> noSource(List<Column> columns) {
    return columns.stream().noneMatch(column -> column.name().equals("source"))
        ? Optional.empty()
        : context
            .trace()
            .code()
            .sources()
            .missing()
            .map(
                file ->
                    "the source file %s is not there; name the directory of the source in %s"
                        .formatted(file, SourceFiles.VARIABLE));
  }

  /** Where the shown columns, and behind them those that texts need, are in a plan's rows. */
  private static final class Layout {
    private final int[] positions;
    private final ShownBytes bytes;
    private final int pcAt;
    private final int timeAt;
    private final int argumentsAt;
    private final List<Column> columns;

    Layout(Output output) {
      List<String> shown = output.columns().stream().map(Column::name).toList();
      columns = output.columns();
      boolean details = columns.stream().anyMatch(Details::isDetail);
      OptionalInt pc = details ? output.position("pc") : OptionalInt.empty();
      OptionalInt time = details ? output.position("t") : OptionalInt.empty();
      bytes = ShownBytes.of(output, shown.size());
      int extra = shown.size() + bytes.positions().size();
      pcAt = pc.isPresent() ? extra++ : -1;
      timeAt = time.isPresent() ? extra++ : -1;
      int arguments = shown.contains(ArgumentColumns.NAME) ? ArgumentColumns.NEEDED.size() : 0;
      argumentsAt = extra;
      positions = new int[extra + arguments];
      for (int i = 0; i < arguments; i++) {
        positions[argumentsAt + i] = output.position(ArgumentColumns.NEEDED.get(i)).orElseThrow();
      }
      pc.ifPresent(position -> positions[pcAt] = position);
      time.ifPresent(position -> positions[timeAt] = position);
      for (int i = 0; i < shown.size(); i++) {
        positions[i] = output.position(shown.get(i)).orElseThrow();
      }
      for (int i = 0; i < bytes.positions().size(); i++) {
        positions[bytes.first() + i] = bytes.positions().get(i);
      }
    }

    private ResultRows.Texts details(Context queries) {
      return columns.stream().anyMatch(Details::isDetail)
          ? new Details(queries, columns, pcAt, timeAt)
          : ResultRows.Texts.NONE;
    }

    /** Puts arguments as they are written where calls have them. */
    private ResultRows.Texts arguments(Context context) {
      int column = columns.stream().map(Column::name).toList().indexOf(ArgumentColumns.NAME);
      if (column < 0) {
        return ResultRows.Texts.NONE;
      }
      Arguments arguments = new Arguments(context);
      return cells ->
          cells[column] = arguments.text(Arrays.copyOfRange(cells, argumentsAt, positions.length));
    }
  }

  private String text(QueryCompiler.Compiled compiled, Layout layout, Row row, long bits) {
    Target target = compiled.target().orElseThrow();
    Optional<ShownBytes.Bytes> bytes = layout.bytes.of(row::value, target, values);
    if (bytes.isEmpty()) {
      return whole(target, bits);
    }
    int size = bytes.get().size();
    long offset = bytes.get().offset();
    if (target.bitSize() > 0 && offset == 0 && size == target.length()) {
      return values.bitField(target.type(), bits, target.bitSize());
    }
    return values.part(target.type(), offset, size, bits);
  }

  private String whole(Target target, long bits) {
    return target.bitSize() > 0
        ? values.bitField(target.type(), bits, target.bitSize())
        : values.part(target.type(), 0, (int) Math.min(Long.BYTES, target.length()), bits);
  }

  /** Typed numbers are extended by their sign in a plan; what is shown as raw is not. */
  private @Nullable LongUnaryOperator mask(
      QueryCompiler.Compiled compiled, Layout layout, @Nullable Object[] cells, int column) {
    if (compiled.output().columns().get(column).kind() != Kind.VALUE) {
      return null;
    }
    Target target = compiled.target().orElseThrow();
    long bytes =
        layout
            .bytes
            .of(cell -> cells[cell], target, values)
            .map(shown -> (long) shown.size())
            .orElse(target.length());
    boolean bitField = target.bitSize() > 0 && bytes == target.length();
    long mask =
        bitField
            ? Bits.mask(target.bitSize())
            : Bits.mask((int) Math.min(Long.BYTES, bytes) * Byte.SIZE);
    return bits -> bits & mask;
  }
}
