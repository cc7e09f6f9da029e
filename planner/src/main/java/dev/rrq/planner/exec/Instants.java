package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.ast.Time;
import dev.rrq.grammar.diagnostics.Location;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.exec.NearbyEvents.Event;
import dev.rrq.planner.exec.NearbyEvents.Sides;
import dev.rrq.planner.trace.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** {@code backtrace} and {@code around}: what was at, and next to, any instant. */
final class Instants {

  /** The mark that a session stands at. */
  private static final String HERE = "here";

  private static final int EVENTS = 5;

  private static final RowText TEXT =
      (row, column) -> Objects.requireNonNull(row.value(column)).toString();

  private static final List<Column> FRAMES =
      List.of(
          new Column("frame", Kind.NUMBER, "Its number, from the innermost one outwards."),
          new Column("function", Kind.TEXT, "The function, and how far into it."),
          new Column("location", Kind.TEXT, "The source line."));

  private static final List<Column> EVENT_COLUMNS =
      List.of(
          new Column("t", Kind.TIME, "When it took place."),
          new Column("distance", Kind.NUMBER, "How long after the instant that was asked about."),
          new Column("task", Kind.TEXT, "The name, then, of the task that ran."),
          new Column("event", Kind.TEXT, "What took place, deeper where the stack was deeper."),
          new Column("function", Kind.TEXT, "The function in which it took place."),
          new Column("location", Kind.TEXT, "The source line."));

  private final Context context;

  Instants(Context context) {
    this.context = context;
  }

  Result backtrace(Statement.Backtrace statement) {
    long t = time(statement.time(), statement.location());
    Trace trace = context.trace();
    StackAt.Stack stack = new StackAt(trace).at(t);
    Backtraces texts = new Backtraces(trace);
    List<String> frames = new ArrayList<>();
    if (!stack.whole() || stack.pc().isEmpty()) {
      frames.add(stack.whole() ? innermost(texts, stack.entry()) : Row.UNKNOWN);
    }
    frames.addAll(texts.of(stack.pc().orElse(null), stack.context()));
    List<Row> rows = new ArrayList<>();
    for (String frame : frames) {
      int place = frame.indexOf(" (");
      rows.add(
          new Row(
              new @Nullable Object[] {
                (long) rows.size(),
                place < 0 ? frame : frame.substring(0, place),
                place < 0 ? null : frame.substring(place + 2, frame.length() - 1)
              },
              TEXT));
    }
    return new TableResult(FRAMES, new ListRows(rows), count -> note(t, stack));
  }

  private static String innermost(Backtraces texts, OptionalLong entry) {
    if (entry.isEmpty()) {
      return Row.UNKNOWN;
    }
    List<String> frame = texts.of(entry.getAsLong(), List.of());
    String function = frame.get(frame.size() - 1);
    int end = function.indexOf("+0x");
    return end < 0 ? Row.UNKNOWN : function.substring(0, end) + "+" + Row.UNKNOWN;
  }

  private static Optional<String> note(long t, StackAt.Stack stack) {
    if (!stack.whole()) {
      return Optional.of(
          "the index does not tell the innermost frames at %d: the events on either side of it differ"
              .formatted(t));
    }
    return stack.pc().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no event is exactly at %d, so the innermost instruction is not known".formatted(t));
  }

  private long time(Optional<Time> time, Location location) {
    long t =
        time.isPresent()
            ? context.times().resolve(time.get())
            : context
                .names()
                .time(HERE)
                .orElseThrow(
                    () ->
                        Problems.error(
                            "no-time",
                            location,
                            "no time is marked as '" + HERE + "'",
                            "say which: backtrace at #3, or mark here at #3"));
    if (!context.trace().coverage().contains(t)) {
      throw Moments.notCovered(context, t, location);
    }
    return t;
  }

  /**
   * The events on either side.
   *
   * @param seen is told each row
   * @param started is told the columns first
   */
  Result around(Statement.Around statement, Consumer<Row> seen, Consumer<List<Column>> started) {
    long t = time(Optional.of(statement.time()), statement.location());
    int count = (int) Math.min(10_000, statement.events().orElse(EVENTS));
    Sides sides = new NearbyEvents(context.trace()).around(t, count);
    EventTexts texts = new EventTexts(context, sides);
    List<Row> rows = new ArrayList<>();
    sides.before().forEach(event -> rows.add(row(texts, event, t)));
    if (sides.after().isEmpty() || sides.after().get(0).t() != t) {
      String task = texts.task(t);
      rows.add(new Row(new @Nullable Object[] {t, 0L, task, "-- here --", null, null}, TEXT));
    }
    sides.after().forEach(event -> rows.add(row(texts, event, t)));
    started.accept(EVENT_COLUMNS);
    return new TableResult(EVENT_COLUMNS, numbered(rows, seen), ignored -> Optional.empty());
  }

  private static RowSource numbered(List<Row> rows, Consumer<Row> seen) {
    RowSource source = new ListRows(rows);
    return new RowSource() {
      @Override
      public @Nullable Row next() {
        Row row = source.next();
        if (row != null) {
          seen.accept(row);
        }
        return row;
      }

      @Override
      public void cancel() {
        source.cancel();
      }

      @Override
      public void close() {
        source.close();
      }
    };
  }

  private static Row row(EventTexts texts, Event event, long t) {
    EventTexts.Site site = texts.site(event);
    return new Row(
        new @Nullable Object[] {
          event.t(),
          event.t() - t,
          texts.task(event.t()),
          texts.indent(event) + texts.text(event),
          site.function(),
          site.location()
        },
        TEXT);
  }
}
