package dev.rrq.planner.duckdb;

import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.WritesChain;
import dev.rrq.planner.rel.WritesScan;
import dev.rrq.store.Segment;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;

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
    DuckDbSort sort = sort();
    return new Steps(sessions, number(sort.offset, 0), number(sort.fetch, -1));
  }

  private static long number(@Nullable RexNode literal, long otherwise) {
    return literal == null ? otherwise : RexLiteral.intValue(literal) & 0xffff_ffffL;
  }

  private final class Steps implements RawRows {
    private final DuckDbSessions sessions;
    private final boolean limited;
    private long toSkip;
    private long toGive;
    private int next;
    private RawRows current = RawRows.NONE;
    private volatile boolean cancelled;

    Steps(DuckDbSessions sessions, long offset, long fetch) {
      this.sessions = sessions;
      this.toSkip = offset;
      this.limited = fetch >= 0;
      this.toGive = fetch;
    }

    @Override
    public boolean advance() {
      while (!limited || toGive > 0) {
        if (!current.advance()) {
          if (!open()) {
            return false;
          }
        } else if (toSkip > 0) {
          toSkip--;
        } else {
          toGive--;
          return true;
        }
      }
      return false;
    }

    private boolean open() {
      current.close();
      current = RawRows.NONE;
      if (next == steps.size() || cancelled) {
        return false;
      }
      current = sessions.query(sql(steps.get(next++), limited ? toSkip + toGive : -1));
      return true;
    }

    @Override
    public @Nullable Object value(int column) {
      return current.value(column);
    }

    @Override
    public void cancel() {
      cancelled = true;
      current.cancel();
    }

    @Override
    public void close() {
      current.close();
    }
  }
}
