package dev.rrq.shell.live;

import dev.rrq.indexer.live.Stop;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rows of a watch, each as soon as the replay gets there. */
final class WatchRows implements RowSource {

  private final Function<OptionalLong, Event> run;
  private final OptionalLong limit;
  private final OptionalLong until;
  private final LiveScreen screen;
  private final Consumer<Row> seen;
  private final Deque<Row> ready = new ArrayDeque<>();
  private @Nullable Stop end;
  private long count;

  /**
   * Rows of one watch.
   *
   * @param run goes on until the next access, or an instant
   * @param limit the most rows
   * @param until the instant at which to end
   * @param seen is told each row
   */
  WatchRows(
      Function<OptionalLong, Event> run,
      OptionalLong limit,
      OptionalLong until,
      LiveScreen screen,
      Consumer<Row> seen) {
    this.run = run;
    this.limit = limit;
    this.until = until;
    this.screen = screen;
    this.seen = seen;
  }

  @Override
  public @Nullable Row next() {
    if (limit.isPresent() && count >= limit.getAsLong()) {
      return null;
    }
    while (ready.isEmpty() && end == null) {
      Event event = run.apply(until);
      ready.addAll(event.rows());
      if (event.trap().isEmpty()) {
        end = event.stop();
      }
    }
    Row row = ready.poll();
    if (row != null) {
      count++;
      seen.accept(row);
    }
    return row;
  }

  /** Why there are no more rows, where it was not the limit. */
  Optional<String> note(String what, long from, long rows) {
    Stop stop = end;
    if (stop == null) {
      return Optional.empty();
    }
    String found =
        rows == 0
            ? "no " + what + " in [%d, %d]".formatted(from, Math.max(from, stop.t() - 1))
            : "";
    if (stop instanceof Stop.Interrupted) {
      return Optional.of((found.isEmpty() ? "" : found + "; ") + "interrupted at " + stop.t());
    }
    if (stop instanceof Stop.Ended) {
      return Optional.of(found.isEmpty() ? "up to the end of the recording" : found);
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  @Override
  public void cancel() {
    screen.cancel();
  }

  @Override
  public void close() {}
}
