package dev.rrq.planner.exec;

import dev.rrq.planner.duckdb.KeptParts;
import dev.rrq.planner.duckdb.ReplayRows;
import dev.rrq.planner.duckdb.Replays;
import dev.rrq.planner.duckdb.RowsRel;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.planner.replay.ReplayCost;
import dev.rrq.store.Segment;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;

/**
 * What a plan reads, at most: {@code first} and {@code last} end earlier.
 *
 * @param writes files of changes in the index
 * @param kept files of other accesses that it keeps, if it keeps any of those
 * @param replay what is replayed, if anything is
 */
record PlanCost(Files writes, Optional<Files> kept, Optional<ReplayCost> replay) {

  private static final double LONG_SECONDS = 10;

  static PlanCost of(RowsRel plan, Replays replays) {
    Set<Segment> files = new LinkedHashSet<>();
    scan(plan).ifPresent(scan -> files.addAll(scan.reading().segments()));
    Set<Segment> accesses = new LinkedHashSet<>();
    boolean keeps = false;
    Optional<ReplayCost> replay = Optional.empty();
    if (plan instanceof ReplayRows replayed) {
      replay = replayed.cost(replays);
      for (KeptParts.Part part : replayed.parts(replays)) {
        keeps |= part.isKept();
        part.source().ifPresent(source -> files.addAll(source.changes()));
        part.source().ifPresent(source -> accesses.addAll(source.accesses()));
      }
    }
    return new PlanCost(
        size(files), keeps ? Optional.of(size(accesses)) : Optional.empty(), replay);
  }

  private static Files size(Set<Segment> files) {
    return new Files(
        files.size(),
        files.stream().mapToLong(Segment::rows).sum(),
        files.stream().mapToLong(Segment::bytes).sum());
  }

  /** Some files. */
  record Files(int count, long rows, long bytes) {}

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
        "at most: %d files of writes with %d rows in %d bytes"
                .formatted(writes.count(), writes.rows(), writes.bytes())
            + kept.map(
                    k ->
                        ", %d files of kept accesses with %d rows in %d bytes"
                            .formatted(k.count(), k.rows(), k.bytes()))
                .orElse("");
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
