package dev.rrq.planner.rel;

import dev.rrq.store.Interval;
import dev.rrq.store.Segment;
import java.util.List;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/** Reads rows of the segment files. */
public class WritesScan extends TableScan {

  private final Reading reading;

  /**
   * What is read.
   *
   * @param segments the files, in the order of writing
   * @param addresses physical addresses of which each row overlaps some; empty for all
   * @param old whether the column {@code old} is restored; if not, no one may read it
   * @param pruned whether the conditions on the rows were already looked at
   */
  public record Reading(
      List<Segment> segments, List<Interval> addresses, boolean old, boolean pruned) {
    public Reading {
      segments = List.copyOf(segments);
      addresses = List.copyOf(addresses);
    }

    /** Rows in the files. */
    public long rows() {
      return segments.stream().mapToLong(Segment::rows).sum();
    }

    /** The same without {@code old}. */
    public Reading withoutOld() {
      return new Reading(segments, addresses, false, pruned);
    }

    /** The same of other files. */
    public Reading withSegments(List<Segment> other) {
      return new Reading(other, addresses, old, pruned);
    }
  }

  /** Reads the table of writes. */
  public WritesScan(RelOptCluster cluster, RelTraitSet traits, RelOptTable table, Reading reading) {
    super(cluster, traits, List.of(), table);
    this.reading = reading;
  }

  static WritesScan of(StoreTable.ScanContext scan, List<Segment> segments) {
    RelOptCluster cluster = scan.context().getCluster();
    return new WritesScan(
        cluster,
        cluster.traitSetOf(Convention.NONE),
        scan.table(),
        new Reading(segments, List.of(), true, false));
  }

  /** What is read. */
  public Reading reading() {
    return reading;
  }

  /** The same scan of something else. */
  public WritesScan with(Reading other) {
    return new WritesScan(getCluster(), getTraitSet(), getTable(), other);
  }

  /** The same scan without {@code old}. */
  public WritesScan withoutOld() {
    return with(reading.withoutOld());
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new WritesScan(getCluster(), traits, getTable(), reading);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item("files", reading.segments().stream().map(Segment::id).toList())
        .item("rows", reading.rows())
        .itemIf("addresses", reading.addresses(), !reading.addresses().isEmpty())
        .itemIf("old", "not read", !reading.old())
        .itemIf("pruned", "no", !reading.pruned());
  }

  @Override
  public double estimateRowCount(RelMetadataQuery metadata) {
    return Math.max(1, reading.rows());
  }
}
