package dev.rrq.planner.exec;

import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.Query;
import dev.rrq.grammar.ast.Statement;
import dev.rrq.grammar.diagnostics.Source;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Bits;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.duckdb.Replays;
import dev.rrq.planner.replay.ReplayListener;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import dev.rrq.planner.why.Facts;
import dev.rrq.planner.why.LastWrite;
import dev.rrq.store.RawRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Answers from the index, and from replays. */
final class TraceFacts implements Facts {

  /** So many times more writes are looked at where the last ones changed other bits only. */
  private static final long MORE = 64;

  private final Context context;
  private final QueryRunner queries;
  private final Replays replays;
  private final Replays.Cancellation cancellation;

  TraceFacts(Context context, QueryRunner queries) {
    this.context = context;
    this.queries = queries;
    this.replays = context.trace().sessions().replays();
    this.cancellation = replays.watch();
  }

  @Override
  public Optional<LastWrite> lastWrite(long paddr, int size, long mask, long before) {
    String query = "writes to phys 0x%x..+%d before %d".formatted(paddr, size, before);
    for (long count = 1; ; count *= MORE) {
      List<LastWrite> writes = writes("last %d %s".formatted(count, query));
      Optional<LastWrite> last =
          writes.stream()
              .filter(write -> mask == -1L || write.changed(paddr, mask))
              .max(Comparator.comparingLong(LastWrite::t));
      if (last.isPresent() || writes.size() < count) {
        return last;
      }
    }
  }

  private List<LastWrite> writes(String query) {
    String text = query + " show t, pc, address, paddr, size, new, old, origin";
    Statement statement = new StatementParser().parse(new Source("why", text));
    List<LastWrite> writes = new ArrayList<>();
    try (TableResult table = queries.run((Query) statement, row -> {})) {
      for (Row row = table.next(); row != null; row = table.next()) {
        writes.add(write(row));
      }
    }
    return writes;
  }

  private static LastWrite write(Row row) {
    return new LastWrite(
        number(row, 0),
        (Long) row.value(1),
        (Long) row.value(2),
        number(row, 3),
        (int) number(row, 4),
        number(row, 5),
        number(row, 6),
        (int) number(row, 7));
  }

  private static long number(Row row, int column) {
    return (Long) Objects.requireNonNull(row.value(column));
  }

  @Override
  public List<TracedInstruction> trace(Interval window) {
    List<TracedInstruction> traced = replays.access().trace(window, new Watch(cancellation));
    cancellation.check();
    return traced;
  }

  @Override
  public List<LastWrite> writesOf(long bits, int size, Interval window) {
    return writes(
        "writes to phys 0..+0x%x between %d and %d where new == %d and size == %d"
            .formatted(1L << RawRecord.PADDR_BITS, window.from(), window.to() - 1, bits, size));
  }

  @Override
  public Optional<Long> value(long paddr, int size, long t) {
    try {
      return Optional.of(Bits.littleEndian(context.trace().history().bytes(paddr, size, t)));
    } catch (QueryException e) {
      return Optional.empty();
    }
  }

  /** Only ends a replay early. */
  private record Watch(Replays.Cancellation cancellation) implements ReplayListener {
    @Override
    public boolean found(ReplayedAccess access) {
      return true;
    }

    @Override
    public void context(int id, int parent, long pc, int kind) {}

    @Override
    public boolean isCancelled() {
      return cancellation.requested();
    }
  }
}
