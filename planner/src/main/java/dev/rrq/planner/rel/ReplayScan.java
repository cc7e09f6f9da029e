package dev.rrq.planner.rel;

import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.replay.ReplayedAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/**
 * Accesses of memory and executions of instructions, as a replay finds them. Rows are like those of
 * the table of writes, but {@code origin} tells reads and executions too.
 */
public class ReplayScan extends TableScan {

  /** {@code origin} of a load. */
  public static final int READ = 3;

  /** {@code origin} of an execution. */
  public static final int EXECUTION = 4;

  private static final double SOME_ROWS = 10_000;

  private final Reading reading;

  /**
   * What is looked for.
   *
   * @param instructions whose executions are looked for, by virtual address
   * @param places whose accesses are looked for
   * @param windows when, ascending, apart from each other; of no meaning unless bounded
   * @param bounded whether places and windows were taken from the conditions on the rows
   */
  public record Reading(
      Set<ReplayedAccess.Kind> kinds,
      List<Long> instructions,
      List<Extent> places,
      List<Interval> windows,
      boolean bounded) {

    public Reading {
      kinds = java.util.Collections.unmodifiableSet(new TreeSet<>(kinds));
      instructions = List.copyOf(instructions);
      places = List.copyOf(places);
      windows = List.copyOf(windows);
    }

    /** Looks for accesses, anywhere and at any time as yet. */
    public static Reading of(Set<ReplayedAccess.Kind> kinds) {
      return new Reading(kinds, List.of(), List.of(), List.of(), false);
    }

    /** Looks for executions, at any time as yet. */
    public static Reading executions(List<Long> instructions) {
      return new Reading(
          Set.of(ReplayedAccess.Kind.EXECUTION), instructions, List.of(), List.of(), false);
    }

    /** The same in other windows. */
    public Reading during(List<Interval> others) {
      return new Reading(kinds, instructions, places, others, true);
    }

    /** The same within boxes, as far as these lie in some spans of time. */
    public Reading within(Boxes boxes, List<Interval> spans) {
      List<Interval> times = new ArrayList<>();
      List<Interval> starts = boxes.addresses();
      for (Boxes.Box box : boxes.boxes()) {
        for (Interval span : spans) {
          Interval part = box.times().intersect(span);
          if (!part.isEmpty()) {
            times.add(part);
          }
        }
      }
      List<Extent> extents =
          starts.stream()
              .map(s -> new Extent(Math.max(0, s.from()), s.to() - Math.max(0, s.from())))
              .toList();
      boolean accesses = instructions.isEmpty();
      return new Reading(
          kinds, instructions, accesses ? extents : List.of(), Reach.merged(times), true);
    }
  }

  /** Reads a replay; the table tells the columns. */
  public ReplayScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, Reading reading) {
    super(cluster, traits, List.of(), table);
    this.reading = reading;
  }

  /** A logical scan. */
  public static ReplayScan logical(RelOptCluster cluster, RelOptTable table, Reading reading) {
    return new ReplayScan(cluster, cluster.traitSetOf(Convention.NONE), table, reading);
  }

  /** What is looked for. */
  public Reading reading() {
    return reading;
  }

  /** How far the index of the same trace reaches. */
  public Reach reach() {
    return ((StoreSchema) java.util.Objects.requireNonNull(getTable().getRelOptSchema())).reach();
  }

  /** The same scan of something else. */
  public ReplayScan with(Reading other) {
    return new ReplayScan(getCluster(), getTraitSet(), getTable(), other);
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new ReplayScan(getCluster(), traits, getTable(), reading);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("kinds", reading.kinds())
        .itemIf("instructions", reading.instructions(), !reading.instructions().isEmpty())
        .itemIf("places", reading.places(), !reading.places().isEmpty())
        .itemIf("windows", reading.windows(), reading.bounded())
        .itemIf("bounded", "no", !reading.bounded());
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return SOME_ROWS;
  }
}
