package dev.rrq.planner.rel;

import dev.rrq.planner.flow.Flow;
import dev.rrq.store.Schema;
import dev.rrq.store.Segment;
import dev.rrq.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.jspecify.annotations.Nullable;

/** The relations of one trace's store. */
public final class StoreSchema implements RelOptSchema {

  /** Rows of tables whose size matters to no rule. */
  private static final double SOME_ROWS = 100_000;

  private final RelDataTypeFactory types = new TextTypeFactory();
  private final Map<String, RelOptTable> tables = new HashMap<>();
  private final Flow flow;
  private final Reach reach;

  /**
   * The relations of a store.
   *
   * @param segments the files of writes
   * @param flow the trace's flow of control
   */
  public StoreSchema(List<Segment> segments, Flow flow) {
    this(segments, flow, Reach.INDEX_ONLY);
  }

  /**
   * The relations of a store and of replays.
   *
   * @param segments the files of writes
   * @param flow the trace's flow of control
   * @param reach which of the writes these files hold
   */
  public StoreSchema(List<Segment> segments, Flow flow, Reach reach) {
    this.flow = flow;
    this.reach = reach;
    List<Segment> all = List.copyOf(segments);
    double rows = all.stream().mapToLong(Segment::rows).sum();
    for (Table table : Schema.tables()) {
      boolean writes = table.equals(Schema.SEGMENT_ROWS);
      List<String> key = table.equals(Schema.SITES) ? List.of("pc") : List.of();
      tables.put(
          table.name(),
          new StoreTable(
              this,
              table,
              writes ? rows : SOME_ROWS,
              key,
              scan -> writes ? WritesScan.of(scan, all) : simpleScan(scan)));
    }
  }

  /** How far the index reaches. */
  public Reach reach() {
    return reach;
  }

  /** The trace's flow of control. */
  public Flow flow() {
    return flow;
  }

  private static RelNode simpleScan(StoreTable.ScanContext scan) {
    return LogicalTableScan.create(
        scan.context().getCluster(), scan.table(), scan.context().getTableHints());
  }

  @Override
  public @Nullable RelOptTable getTableForMember(List<String> names) {
    return tables.get(names.get(names.size() - 1));
  }

  @Override
  public RelDataTypeFactory getTypeFactory() {
    return types;
  }

  @Override
  public void registerRules(RelOptPlanner planner) {}
}
