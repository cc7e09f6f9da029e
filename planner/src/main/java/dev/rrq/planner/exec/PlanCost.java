package dev.rrq.planner.exec;

import dev.rrq.planner.duckdb.ReplayRows;
import dev.rrq.planner.duckdb.RowsRel;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.replay.ReplayCost;
import dev.rrq.store.Segment;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;

/**
 * What a plan reads, at most: {@code first} and {@code last} end earlier.
 *
 * @param files of the index
 * @param rows in them
 * @param bytes of them
 * @param replay what is replayed, if anything is
 */
record PlanCost(int files, long rows, long bytes, Optional<ReplayCost> replay) {

  private static final double LONG_SECONDS = 10;

  static PlanCost of(RowsRel plan, ReplayAccess access) {
    Optional<WritesScan> scan = scan(plan);
    return new PlanCost(
        scan.map(s -> s.reading().segments().size()).orElse(0),
        scan.map(s -> s.reading().rows()).orElse(0L),
        scan.map(PlanCost::bytes).orElse(0L),
        plan instanceof ReplayRows replayed
            ? Optional.of(replayed.cost(access))
            : Optional.empty());
  }

  private static long bytes(WritesScan scan) {
    return scan.reading().segments().stream().mapToLong(Segment::bytes).sum();
  }

  private static Optional<WritesScan> scan(RelNode node) {
    RelNode at = node.stripped();
    return at instanceof WritesScan scan
        ? Optional.of(scan)
        : at.getInputs().stream().flatMap(input -> scan(input).stream()).findFirst();
  }

  /** Whether carrying it out only to tell what it costs would be a nuisance. */
  boolean isLong() {
    return replay.map(ReplayCost::seconds).orElse(0.0) > LONG_SECONDS;
  }

  @Override
  public String toString() {
    String index =
        "at most: %d files of writes with %d rows in %d bytes".formatted(files, rows, bytes);
    return replay
        .map(
            cost ->
                String.format(
                    Locale.ROOT,
                    "%s, %d replayed windows with %d instructions in some %.0f s",
                    index,
                    cost.windows(),
                    cost.instructions(),
                    cost.seconds()))
        .orElse(index);
  }
}
