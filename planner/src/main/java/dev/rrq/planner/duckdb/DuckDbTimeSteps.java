package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Segment;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexNode;

/**
 * Runs a sort by time once for each of several sets of files, none of which begins before the one
 * before it ends, and stops when there are enough rows. The rows are those of one sort of all.
 */
public final class DuckDbTimeSteps extends SingleRel implements RowsRel {

  private final List<List<Segment>> steps;

  DuckDbTimeSteps(
      RelOptCluster cluster, RelTraitSet traits, RelNode sort, List<List<Segment>> steps) {
    super(cluster, traits, sort);
    this.steps = List.copyOf(steps);
  }

  private DuckDbSort sort() {
    return (DuckDbSort) getInput().stripped();
  }

  @Override
  public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
    return new DuckDbTimeSteps(getCluster(), traits, inputs.get(0), steps);
  }

  @Override
  public RelWriter explainTerms(RelWriter writer) {
    return super.explainTerms(writer)
        .item(
            "steps",
            steps.stream().map(files -> files.stream().map(Segment::id).toList()).toList());
  }

  /** The sets of files, in the order in which they are read. */
  public List<List<Segment>> steps() {
    return steps;
  }

  /**
   * The statement of one step.
   *
   * @param rows how many are still wanted, those to be skipped among them; negative for all
   */
  public String sql(List<Segment> files, long rows) {
    DuckDbSort sort = sort();
    WritesScan scan = WritesChain.scan(sort.getInput()).orElseThrow();
    RelNode input =
        WritesChain.withScan(sort.getInput(), scan.with(scan.reading().withSegments(files)));
    RexNode fetch = rows < 0 ? null : new Rex(getCluster().getRexBuilder()).number(rows);
    return DuckDbSqlWriter.sql(
        sort.copy(sort.getTraitSet(), input, sort.getCollation(), null, fetch));
  }

  @Override
  public RawRows open(DuckDbSessions sessions) {
    return new Steps(sessions);
  }

  private final class Steps extends SteppedRows {
    private final DuckDbSessions sessions;
    private int next;
    private volatile boolean cancelled;

    Steps(DuckDbSessions sessions) {
      super(sort());
      this.sessions = sessions;
    }

    @Override
    Optional<RawRows> open(long rows) {
      return next == steps.size() || cancelled
          ? Optional.empty()
          : Optional.of(sessions.query(sql(steps.get(next++), rows)));
    }

    @Override
    public void cancel() {
      cancelled = true;
      super.cancel();
    }
  }
}
