package dev.rrq.planner.rule;

import dev.rrq.planner.rel.PlaceChanged;
import dev.rrq.planner.rel.WritesChain;
import dev.rrq.store.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Counts the many rows of a large place by instruction first, and looks up the function, file or
 * line of each instruction once rather than of each row.
 *
 * <pre>
 * Aggregate(by function: count, min(t))
 *   Project(function, t)
 *     LeftJoin(rows.pc = sites.pc)
 *       Filter(place_changed(...))
 *         WritesScan
 *       Scan(sites)
 * </pre>
 *
 * becomes
 *
 * <pre>
 * Aggregate(by function: sum(count), min(min))
 *   Project(function, count, min)
 *     LeftJoin(rows.pc = sites.pc)
 *       Aggregate(by pc, origin: count, min(t))
 *         Project(pc, origin, t)
 *           Filter(place_changed(...))
 *             WritesScan
 *       Scan(sites)
 * </pre>
 */
public final class GroupBySiteRule extends RelRule<RuleConfig> {

  /** The rule. */
  public static final RelOptRule RULE =
      RuleConfig.of(
              "GroupBySiteRule",
              aggregate ->
                  aggregate
                      .operand(Aggregate.class)
                      .predicate(GroupBySiteRule::isSimple)
                      .oneInput(JoinedTable.projected(JoinedTable::isSites)),
              GroupBySiteRule::new)
          .toRule();

  private static final int PC = Schema.SEGMENT_ROWS.ordinal("pc");
  private static final int ORIGIN = Schema.SEGMENT_ROWS.ordinal("origin");
  private static final Set<SqlKind> PARTIAL = Set.of(SqlKind.COUNT, SqlKind.MIN, SqlKind.MAX);

  /** The instruction and what it was made by come before the counts. */
  private static final int KEYS = 2;

  private GroupBySiteRule(RuleConfig config) {
    super(config);
  }

  private static boolean isSimple(Aggregate aggregate) {
    return aggregate.getGroupType() == Aggregate.Group.SIMPLE
        && aggregate.getAggCallList().stream().allMatch(GroupBySiteRule::isPartial);
  }

  private static boolean isPartial(AggregateCall call) {
    boolean rows = call.getAggregation().getKind() == SqlKind.COUNT;
    return PARTIAL.contains(call.getAggregation().getKind())
        && call.getArgList().size() == (rows ? 0 : 1)
        && !call.isDistinct()
        && !call.hasFilter();
  }

  @Override
  public void onMatch(RelOptRuleCall call) {
    Aggregate aggregate = call.rel(0);
    Project project = call.rel(1);
    Join join = call.rel(2);
    RelNode rows = call.rel(3);
    boolean large =
        WritesChain.lowestFilter(rows).map(GroupBySiteRule::isLarge).orElse(false)
            && rows.stripped() instanceof Filter;
    if (large && groupsBySite(aggregate, project, join) && comparesRows(aggregate, project, join)) {
      call.transformTo(counted(call.builder(), aggregate, project, join, call.rel(4)));
    }
  }

  private static boolean isLarge(Filter filter) {
    return RelOptUtil.conjunctions(filter.getCondition()).stream()
        .flatMap(part -> PlaceChanged.of(part).stream())
        .anyMatch(place -> place.length() >= InnerWritesRule.LEAST_BYTES);
  }

  /** Whether what is grouped by depends on nothing but the instruction. */
  private static boolean groupsBySite(Aggregate aggregate, Project project, Join join) {
    int left = join.getLeft().getRowType().getFieldCount();
    List<RexNode> keys =
        aggregate.getGroupSet().toList().stream().map(project.getProjects()::get).toList();
    ImmutableBitSet used = RelOptUtil.InputFinder.bits(keys, null);
    return used.toList().stream().allMatch(i -> i >= left || i == PC || i == ORIGIN);
  }

  /** Whether the least and greatest are asked of columns of the rows. */
  private static boolean comparesRows(Aggregate aggregate, Project project, Join join) {
    int left = join.getLeft().getRowType().getFieldCount();
    return aggregate.getAggCallList().stream()
        .flatMap(call -> call.getArgList().stream())
        .allMatch(
            i -> project.getProjects().get(i) instanceof RexInputRef ref && ref.getIndex() < left);
  }

  private static RelNode counted(
      RelBuilder builder, Aggregate aggregate, Project project, Join join, RelNode sites) {
    List<AggregateCall> calls = aggregate.getAggCallList();
    builder.push(join.getLeft());
    countBySite(builder, project, calls);
    builder.push(sites);
    RexNode sitePc = builder.field(2, 1, Schema.SITES.ordinal("pc"));
    builder.join(JoinRelType.LEFT, builder.equals(builder.field(2, 0, 0), sitePc));
    int by = KEYS + calls.size() - join.getLeft().getRowType().getFieldCount();
    List<RexNode> columns = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int key : aggregate.getGroupSet()) {
      columns.add(project.getProjects().get(key).accept(new Moved(builder, by)));
      names.add(project.getRowType().getFieldNames().get(key));
    }
    int groups = columns.size();
    for (int i = 0; i < calls.size(); i++) {
      columns.add(builder.field(KEYS + i));
      names.add(calls.get(i).getName());
    }
    builder.project(columns, names, true);
    List<RelBuilder.AggCall> sums = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      sums.add(total(builder, calls.get(i), builder.field(groups + i)));
    }
    return builder.aggregate(builder.groupKey(ImmutableBitSet.range(groups)), sums).build();
  }

  /** Of the rows on top, for each instruction. The projection tells the rules what is read. */
  private static void countBySite(RelBuilder builder, Project project, List<AggregateCall> calls) {
    List<RexNode> read = new ArrayList<>(List.of(builder.field(PC), builder.field(ORIGIN)));
    for (AggregateCall call : calls) {
      call.getArgList().forEach(i -> read.add(project.getProjects().get(i)));
    }
    List<RexNode> columns = read.stream().distinct().toList();
    builder.project(columns, List.of(), true);
    List<RelBuilder.AggCall> counts = new ArrayList<>();
    for (AggregateCall call : calls) {
      counts.add(
          call.getArgList().isEmpty()
              ? builder.countStar(null)
              : builder.aggregateCall(
                  call.getAggregation(),
                  builder.field(
                      columns.indexOf(project.getProjects().get(call.getArgList().get(0))))));
    }
    builder.aggregate(builder.groupKey(0, 1), counts);
  }

  private static RelBuilder.AggCall total(RelBuilder builder, AggregateCall call, RexNode part) {
    boolean rows = call.getArgList().isEmpty();
    return builder
        .aggregateCall(rows ? SqlStdOperatorTable.SUM0 : call.getAggregation(), part)
        .as(call.getName());
  }

  /** Reads columns where they are above the partial counts. */
  private static final class Moved extends RexShuttle {
    private final RelBuilder builder;
    private final int by;

    Moved(RelBuilder builder, int by) {
      this.builder = builder;
      this.by = by;
    }

    @Override
    public RexNode visitInputRef(RexInputRef ref) {
      if (ref.getIndex() == PC || ref.getIndex() == ORIGIN) {
        return builder.field(ref.getIndex() == PC ? 0 : 1);
      }
      return builder.field(ref.getIndex() + by);
    }
  }
}
